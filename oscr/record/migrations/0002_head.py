"""The head of the chain, before any entry."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "INSERT INTO record_head (id, seq, digest) VALUES (1, 0, '\\x00')", "DELETE FROM record_head"
        )
    ]
