"""What kind of place a path lies in: this machine's own disk, another machine's, or a folder that a service copies."""

import ctypes
import os
import re
import sys
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Final

NETWORK_FILESYSTEMS: Final = frozenset(
    {
        "9p", "acfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "gfs", "gfs2", "glusterfs", "gpfs", "lustre",
        "ncpfs", "nfs", "nfs4", "ocfs2", "orangefs", "prl_fs", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs",
    }
)  # fmt: skip
LOCAL_FUSE: Final = frozenset({"fuse.cryfs", "fuse.encfs", "fuse.gocryptfs", "fuse.ntfs-3g", "fuse.securefs"})

# Names of folders that a sync client fills, compared without case; a star stands for any ending.
SYNC_FOLDERS: Final = MappingProxyType(
    {
        "dropbox": "Dropbox",
        "dropbox (*": "Dropbox",
        "dropbox-*": "Dropbox",
        "google drive": "Google Drive",
        "googledrive-*": "Google Drive",
        "my drive": "Google Drive",
        "mobile documents": "iCloud Drive",
        "icloud drive": "iCloud Drive",
        "iclouddrive": "iCloud Drive",
        "com~apple~clouddocs": "iCloud Drive",
        "nextcloud": "Nextcloud",
        "owncloud": "ownCloud",
        "onedrive": "OneDrive",
        "onedrive - *": "OneDrive",
        "onedrive-*": "OneDrive",
        "pclouddrive": "pCloud",
    }
)
# Files that a sync client leaves in the top folder it keeps, as patterns of Path.glob.
SYNC_MARKERS: Final = MappingProxyType(
    {
        ".dropbox": "Dropbox",
        ".dropbox.cache": "Dropbox",
        ".nextcloudsync.log": "Nextcloud",
        ".owncloudsync.log": "ownCloud",
        ".sync_*.db": "Nextcloud",
        "._sync_*.db": "Nextcloud",
        ".stfolder": "Syncthing",
        ".tmp.drivedownload": "Google Drive",
        ".tmp.driveupload": "Google Drive",
    }
)

_OCTAL: Final = re.compile(r"\\([0-7]{3})")
_DRIVE_REMOTE: Final = 4  # DRIVE_REMOTE of GetDriveTypeW
_MNT_LOCAL: Final = 0x1000  # of <sys/mount.h>, macOS
_STATFS_FLAGS_AT: Final = 64  # offset of f_flags in the 64-bit-inode struct statfs of macOS


def is_local(path: Path) -> bool:
    """Whether ``path`` (it need not exist) lies on a disk of this machine, so that memory can be shared over it.

    Where the system does not say, the answer is yes: locks and journal modes that suit a local disk are then used.
    """
    place = _nearest_folder(path)
    if sys.platform == "win32":
        return _local_on_windows(place)
    elif sys.platform == "darwin":  # noqa: RET505 -- the type checker leaves out whole branches of other systems
        return _local_on_macos(place)
    else:
        return _local_by_mount_table(place)


def sync_folder(path: Path) -> str | None:
    """The name of the service that copies the folder of ``path`` elsewhere (Dropbox ...), or ``None``."""
    folder = _nearest_folder(path)
    for place in (folder, *folder.parents):
        service = _service_by_name(place.name) or _service_by_marker(place)
        if service:
            return service
    return None


def filesystem_of(path: PurePath, mountinfo: str) -> str:
    """The type of the filesystem that holds an absolute path, by the kernel's table (proc(5)); ``""`` if none does."""
    best, kind = -1, ""
    for line in mountinfo.splitlines():
        left, dash, right = line.partition(" - ")
        fields = left.split(" ")
        if not dash or len(fields) < 5:
            continue
        mount = PurePath(_OCTAL.sub(lambda m: chr(int(m[1], 8)), fields[4]))
        # Of two mounts on one point the later hides the earlier.
        if path.is_relative_to(mount) and len(mount.parts) >= best:
            best, kind = len(mount.parts), right.split(" ", 1)[0]
    return kind


def is_local_filesystem(kind: str) -> bool:
    """Whether a filesystem type is one of a local disk; user-space ones count as foreign unless known."""
    if kind.startswith("fuse."):
        return kind in LOCAL_FUSE
    return kind not in NETWORK_FILESYSTEMS


def _nearest_folder(path: Path) -> Path:
    """The folder of ``path``, or the nearest above it that exists, with links resolved."""
    place = Path(os.path.realpath(path))
    while not place.is_dir() and place != place.parent:
        place = place.parent
    return place


def _service_by_name(name: str) -> str | None:
    folded = name.casefold()
    for pattern, service in SYNC_FOLDERS.items():
        if folded == pattern or (pattern.endswith("*") and folded.startswith(pattern[:-1])):
            return service
    return None


def _service_by_marker(folder: Path) -> str | None:
    try:
        return next((name for mark, name in SYNC_MARKERS.items() if next(folder.glob(mark), None)), None)
    except OSError:  # a folder above us that we may not list says nothing
        return None


if sys.platform == "win32":

    def _local_on_windows(place: Path) -> bool:
        if place.drive.startswith("\\\\"):
            return False
        return bool(ctypes.windll.kernel32.GetDriveTypeW(place.anchor) != _DRIVE_REMOTE)


def _local_by_mount_table(place: Path) -> bool:
    try:
        table = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return True
    return is_local_filesystem(filesystem_of(place, table))


def _local_on_macos(place: Path) -> bool:
    system = ctypes.CDLL(None, use_errno=True)
    # Intel keeps the older structure under the plain name.
    statfs = getattr(system, "statfs$INODE64", None) or system.statfs
    answer = ctypes.create_string_buffer(4096)
    if statfs(os.fsencode(place), answer) != 0:
        return True
    flags = int.from_bytes(answer.raw[_STATFS_FLAGS_AT : _STATFS_FLAGS_AT + 4], sys.byteorder)
    return bool(flags & _MNT_LOCAL)
