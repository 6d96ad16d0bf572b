"""Checks which files can be replaced, and preserves their metadata."""

import contextlib
import os
import re
import stat
from pathlib import Path

from warehouse.errors import WarehouseError
from warehouse.log import notify

#: The list of mounts of Linux, and the index of the field with the mount point.
MOUNTS, MOUNT_POINT = Path("/proc/self/mountinfo"), 4


#: The extended attribute with the access control list (acl(5)).
ACCESS_LIST = "system.posix_acl_access"


def refuse_unreplaceable(target: Path) -> None:
    """Raise WarehouseError if a new file cannot replace what is at a path."""
    if target.exists() and not target.is_file():
        raise WarehouseError(f"{target} is a folder, pipe or device, not a file.", advice="Name another file.")
    if is_mount_point(target):
        raise WarehouseError(
            f"{target} is a mount point, so it cannot be replaced.",
            advice="Mount its folder instead of the file, e.g. docker run -v HOST_FOLDER:/warehouse.",
        )


def is_mount_point(path: Path) -> bool:
    """Return whether a path is a mount point, such as a single file mounted into a container."""
    try:
        lines = MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return path.exists() and os.path.ismount(path)
    return str(path.resolve()) in {_unescaped(line.split(" ")[MOUNT_POINT]) for line in lines}


def _unescaped(field: str) -> str:
    """Return a field of the list of mounts without escapes; blanks are written as `\\040` (proc_pid_mountinfo(5))."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), field)


def preserve_metadata(old: Path, new: Path) -> None:
    """Give a new file the owner, group, mode and extended attributes of an old one; report those that fail."""
    status, lost = old.stat(), []
    mode = stat.S_IMODE(status.st_mode)
    for name, owner, group in (("owner", status.st_uid, -1), ("group", -1, status.st_gid)):
        try:
            os.chown(new, owner, group)
        except OSError:
            lost.append(f"{name} (ID {max(owner, group)})")
            # The permissions of the group were meant for another group.
            mode &= ~stat.S_IRWXG if name == "group" else mode
    new.chmod(mode)
    lost += _copy_attributes(old, new, skipped=ACCESS_LIST if lost else "")
    if lost:
        notify(f"{old}: the new file could not keep the {' and '.join(lost)} of the old one.")


def _copy_attributes(old: Path, new: Path, skipped: str) -> list[str]:
    """Copy the extended attributes of a file, including access control lists; return those that failed.

    The skipped attribute is one of them: with another owner or group an access control list has another meaning.
    """
    if not hasattr(os, "listxattr"):
        return []
    lost = []
    with contextlib.suppress(OSError):  # the filesystem does not support them
        for name in set(os.listxattr(new)) - set(os.listxattr(old)):
            if name == ACCESS_LIST:  # inherited from the folder
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
