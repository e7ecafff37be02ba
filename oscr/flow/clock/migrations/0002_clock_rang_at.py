"""When the last level of the call-out chain was told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clock", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="clock",
            name="rang_at",
            field=models.DateTimeField(help_text="When that level was told", null=True),
        ),
    ]
