"""A proposal keeps the facts it was made on. One from before keeps none, so it can be declined and made anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("classification", "0002_screener")]
    operations = [
        migrations.AddField(
            model_name="proposal",
            name="case",
            field=models.JSONField(default=dict, help_text="The facts it was proposed on: law.protocol.Case"),
            preserve_default=False,
        )
    ]
