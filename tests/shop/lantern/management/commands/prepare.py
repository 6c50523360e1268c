"""`manage.py prepare`: from an empty SHOP_DATA to a shop with its shelves full."""

from typing import Any

from django.conf import settings
from django.contrib.sites.models import Site
from django.core.management import BaseCommand, call_command
from oscar.apps.address.models import Country
from oscar.apps.catalogue.categories import create_from_breadcrumbs
from oscar.apps.catalogue.models import Product, ProductCategory, ProductClass
from oscar.apps.partner.models import Partner, StockRecord

from lantern.money import amount

# ruff: noqa: RUF001
# category, title, price in minor units. Titles carry what shops' titles carry: commas, accents, inches, ampersands.
SHELVES = [
    ("Light", "Storm lantern, brass", 6450),
    ("Light", "Beeswax taper candles (pair)", 899),
    ("Light", 'Paper lantern 12" – moon white', 1475),
    ("Light", "Wick & trimmer set", 1101),
    ("Wool", "Lambswool throw, 130 × 170 cm", 8900),
    ("Wool", "Hand-dyed yarn: Fjord, 100 g", 1849),
    ("Wool", "Darning mushroom", 725),
    ("Wool", "Table loom with four shafts", 124900),
    ("Kettle", "Crème-glazed mug", 1333),
    ("Kettle", "Oolong tea, loose, 250 g", 2207),
    ("Kettle", "Cast iron teapot 0.8 l", 5395),
    ("Kettle", "Honey spoon", 350),
]


class Command(BaseCommand):
    help = "Create the database in SHOP_DATA, fill the catalogue and index it."

    def handle(self, **_: Any) -> None:
        call_command("migrate", verbosity=0)
        Site.objects.update(domain="shop.example", name=settings.OSCAR_SHOP_NAME)
        Country.objects.create(
            iso_3166_1_a2="GB",
            iso_3166_1_a3="GBR",
            printable_name="United Kingdom",
            name="United Kingdom of Great Britain and Northern Ireland",
            is_shipping_country=True,
        )
        things = ProductClass.objects.create(name="Thing", track_stock=False)
        weavers = Partner.objects.create(name="Lantern & Loom workshop")
        for number, (shelf, title, price) in enumerate(SHELVES, 1):
            product = Product.objects.create(product_class=things, title=title, description=f"{title}. Made to last.")
            ProductCategory.objects.create(product=product, category=create_from_breadcrumbs(shelf))
            StockRecord.objects.create(
                product=product,
                partner=weavers,
                partner_sku=f"LL-{number:03}",
                price=amount(price),
                price_currency=settings.OSCAR_DEFAULT_CURRENCY,
            )
        call_command("update_index", verbosity=0)
