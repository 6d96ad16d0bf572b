select file_name, kind, occurrences, example
from ops.warnings
order by all
