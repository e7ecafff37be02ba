import json

from django.db import migrations, models


def as_text(apps, schema_editor):
    """What was filed as JSON, as people.matching.stored writes it."""
    index = apps.get_model('people', 'TellingIndex')
    for row in index.objects.iterator():
        first, middle, last, also, birth, span, sex, phones, places, school, near_phones, near_places = json.loads(row.described)
        where, near = (
            ';'.join(f"{number},{code},{' '.join(words)},{town}" for number, code, words, town in some)
            for some in (places, near_places)
        )
        lists = [' '.join(some) for some in (phones, school, near_phones)]
        row.described = '|'.join([
            first, middle, last, ' '.join(also), birth or '', ' '.join(span or []), sex, lists[0], where, lists[1], lists[2], near,
        ])
        row.save(update_fields=['described'])


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_to_be_compared'),
    ]

    operations = [
        migrations.AlterField(
            model_name='tellingindex',
            name='described',
            field=models.TextField(help_text='What is compared: people.matching.stored'),
        ),
        migrations.RunPython(as_text),
    ]
