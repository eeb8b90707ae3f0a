"""Small files in the columns of the national ones: three departments, a city cut in two."""

from collections.abc import Callable
from pathlib import Path

import pytest

HEADER = (
    "code,type,nom,departement,region,epci,epci_nom,codes_postaux,population,lon,lat,"
    "mairie_lon,mairie_lat"
)
BOURG = "01053,COM,Bourg-en-Bresse,01,84,200071751,Grand Bourg,01000,41000,5.23,46.2,5.23,46.2"
AJACCIO = "2A004,COM,Ajaccio,2A,94,242010056,Pays Ajaccien,20000|20090,70000,8.7,41.93,8.74,41.92"
BASTIA = "2B033,COM,Bastia,2B,94,242000354,Bastia,20200|20600,48000,9.43,42.69,9.45,42.7"
SAINT_DENIS = "97411,COM,Saint-Denis,974,04,249740119,Cinor,97400,153000,55.45,-20.9,55.45,-20.88"
PARIS = "75056,COM,Paris,75,11,200054781,Grand Paris,,2100000,2.34,48.86,2.35,48.86"
PARIS_11 = "75111,ARM,Paris 11e,75,11,,,75011,145000,2.38,48.86,2.38,48.86"
LINES = [BOURG, AJACCIO, BASTIA, SAINT_DENIS, PARIS_11, PARIS]


@pytest.fixture
def communes_file(tmp_path: Path) -> Callable[..., Path]:
    """`communes_file(line, line)` writes a file of communes; `encoding` and `header` may change."""

    def write(*lines: str, encoding: str = "utf-8", header: str = HEADER) -> Path:
        path = tmp_path / "communes.csv"
        path.write_bytes(("\n".join([header, *lines]) + "\n").encode(encoding))
        return path

    return write
