"""What a new file may replace, and what it takes over from it."""

import contextlib
import os
import re
import stat
from pathlib import Path

from warehouse.errors import WarehouseError
from warehouse.log import notify

#: Where Linux lists what is mounted, and the field of a line that names the place.
MOUNTS, MOUNT_POINT = Path("/proc/self/mountinfo"), 4


#: The attribute that says which other users may do what (acl(5)).
ACCESS_LIST = "system.posix_acl_access"


def refuse_unreplaceable(target: Path) -> None:
    """Raise WarehouseError where a path holds something that cannot be replaced by a new file."""
    if target.exists() and not target.is_file():
        raise WarehouseError(f"{target} is a folder, pipe or device, not a file.", advice="Name another file.")
    if is_mount_point(target):
        raise WarehouseError(
            f"{target} is a mount point, so it cannot be replaced.",
            advice="Mount its folder instead of the file, e.g. docker run -v HOST_FOLDER:/warehouse.",
        )


def is_mount_point(path: Path) -> bool:
    """Whether a file is mounted by itself, as a container does with a volume for a single file."""
    try:
        lines = MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return path.exists() and os.path.ismount(path)
    return str(path.resolve()) in {_unescaped(line.split(" ")[MOUNT_POINT]) for line in lines}


def _unescaped(field: str) -> str:
    """A field of the list of mounts, which writes blanks as `\\040` (proc_pid_mountinfo(5))."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), field)


def preserve_metadata(old: Path, new: Path) -> None:
    """Give a new file the owner, group, mode and extended attributes of an old one; tell what cannot be given."""
    status, lost = old.stat(), []
    mode = stat.S_IMODE(status.st_mode)
    for name, owner, group in (("owner", status.st_uid, -1), ("group", -1, status.st_gid)):
        try:
            os.chown(new, owner, group)
        except OSError:
            lost.append(f"{name} (ID {max(owner, group)})")
            # What the group could do was meant for another group.
            mode &= ~stat.S_IRWXG if name == "group" else mode
    new.chmod(mode)
    lost += _copy_attributes(old, new, skipped=ACCESS_LIST if lost else "")
    if lost:
        notify(f"{old}: the new file could not keep the {' and '.join(lost)} of the old one.")


def _copy_attributes(old: Path, new: Path, skipped: str) -> list[str]:
    """Copy the extended attributes of a file, access lists among them; those that could not be.

    The one to be skipped counts as such: an access list means others where the owner or group is another.
    """
    if not hasattr(os, "listxattr"):
        return []
    lost = []
    with contextlib.suppress(OSError):  # the filesystem has none
        for name in set(os.listxattr(new)) - set(os.listxattr(old)):
            if name == ACCESS_LIST:  # that of the folder, for new files
                mode = stat.S_IMODE(new.stat().st_mode)
                os.removexattr(new, name)
                new.chmod(mode)
        for name in os.listxattr(old):
            if name == skipped:
                lost.append(f"extended attribute {name}")
                continue
            value = os.getxattr(old, name)
            try:
                if name not in os.listxattr(new) or os.getxattr(new, name) != value:
                    os.setxattr(new, name, value)
            except OSError:
                lost.append(f"extended attribute {name}")
    return lost
