"""The offices that exist by law: one for each of the 115 counties, the out-of-home units, and the hotline.

Written by a migration, so that every installation has somewhere to send an alert. Phone numbers are typed in later.
"""

from oscr.law import counties

HOTLINE = "Child Abuse and Neglect Hotline Unit"
HOTLINE_PHONE = "1-800-392-3738"  # manual 2.1, OSCR FAQ


def rows() -> list[dict]:
    """The columns of every office: kind, name, fips, circuit, region, phone."""
    offices = [
        {
            "kind": "county",
            "name": county.office,
            "fips": county.fips,
            "circuit": county.circuit,
            "region": county.region,
            "phone": "",
        }
        for county in counties.every()
    ]
    regions = sorted({office["region"] for office in offices})
    nowhere = {"fips": None, "circuit": None}
    units = [
        {"kind": "ohi", "name": f"Out-of-Home Investigation Unit, {region}", "region": region, "phone": "", **nowhere}
        for region in regions
    ]
    hotline = {"kind": "hotline", "name": HOTLINE, "region": "Statewide", "phone": HOTLINE_PHONE, **nowhere}
    return [*offices, *units, hotline]
