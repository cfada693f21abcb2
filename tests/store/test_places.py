import sys
from pathlib import Path, PurePosixPath

import pytest

from annotator.store.places import NETWORK_FILESYSTEMS, filesystem_of, is_local, is_local_filesystem, sync_folder

MOUNTS = r"""22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
40 27 0:40 / /mnt/team rw,relatime shared:9 - cifs //server/team rw
41 27 0:41 / /mnt/two\040words rw,relatime - nfs4 server:/x rw
42 27 0:42 / /home/a/remote rw - fuse.sshfs a@b: rw
43 27 0:43 / /home/a/vault rw - fuse.gocryptfs /home/a/.vault rw
44 27 0:44 / /media/disk rw - fuseblk /dev/sdb1 rw
45 27 0:45 / /media/disk rw - 9p share rw
broken line
"""


@pytest.mark.parametrize(
    ("path", "kind", "local"),
    [
        ("/home/a/x", "ext4", True),
        ("/mnt/team/x", "cifs", False),
        ("/mnt/teamwork", "ext4", True),
        ("/mnt/two words/x", "nfs4", False),
        ("/home/a/remote", "fuse.sshfs", False),
        ("/home/a/vault/x", "fuse.gocryptfs", True),
        ("/media/disk/x", "9p", False),
    ],
)
def test_filesystem_is_that_of_the_deepest_and_latest_mount(path: str, kind: str, local: bool) -> None:
    assert filesystem_of(PurePosixPath(path), MOUNTS) == kind
    assert is_local_filesystem(kind) is local


def test_every_network_filesystem_is_foreign() -> None:
    assert not any(is_local_filesystem(kind) for kind in NETWORK_FILESYSTEMS)
    assert is_local_filesystem("fuseblk")
    assert is_local_filesystem("")


def test_a_temporary_folder_is_local_also_for_a_path_that_does_not_exist(tmp_path: Path) -> None:
    assert is_local(tmp_path)
    assert is_local(tmp_path / "none" / "x.hashiya")


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("Dropbox", "Dropbox"),
        ("Dropbox (Team)", "Dropbox"),
        ("OneDrive - University", "OneDrive"),
        ("nextcloud", "Nextcloud"),
        ("Mobile Documents", "iCloud Drive"),
        ("GoogleDrive-a@example.org", "Google Drive"),
        ("Dropboxes", None),
        ("corpus", None),
    ],
)
def test_sync_folder_is_known_by_its_name(tmp_path: Path, folder: str, service: str | None) -> None:
    place = tmp_path / folder / "project"
    place.mkdir(parents=True)
    assert sync_folder(place / "x.hashiya") == service


@pytest.mark.parametrize(
    ("marker", "service"), [(".dropbox", "Dropbox"), (".sync_ab12.db", "Nextcloud"), (".stfolder", "Syncthing")]
)
def test_sync_folder_is_known_by_what_the_client_left(tmp_path: Path, marker: str, service: str) -> None:
    place = tmp_path / "docs" / "project"
    place.mkdir(parents=True)
    (tmp_path / "docs" / marker).touch()
    assert sync_folder(place / "x.hashiya") == service


@pytest.mark.skipif(sys.platform == "win32", reason="making links needs a right there that users lack")
def test_a_link_into_a_sync_folder_is_seen_through(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "work").symlink_to(tmp_path / "Dropbox")
    assert sync_folder(tmp_path / "work" / "x.hashiya") == "Dropbox"
