"""The offices that exist by law."""

from django.db import migrations

from oscr.agency.offices import rows


def open_offices(apps, _schema_editor):
    office = apps.get_model("agency", "Office")
    office.objects.bulk_create([office(**row) for row in rows()])


class Migration(migrations.Migration):
    dependencies = [("agency", "0001_initial")]
    operations = [migrations.RunPython(open_offices, migrations.RunPython.noop)]
