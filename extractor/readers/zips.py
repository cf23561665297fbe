"""What Python's reader of zips raises on a damaged one; only data.

Found by changing bytes of headers sixty thousand times: a size that points before the file is a
`ValueError`, a name that is not UTF-8 too; an unknown method or version is a
`NotImplementedError`, which is a `RuntimeError`, as is a missing password.
"""

from __future__ import annotations

import zipfile
import zlib

DAMAGED_ZIP = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError,
)  # fmt: skip
