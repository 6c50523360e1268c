"""Payment is by invoice and so never asked for; the guest's e-mail address can ask for it to fail."""

from typing import Any

from oscar.apps.checkout import views
from oscar.apps.payment.exceptions import PaymentError, UnableToTakePayment


class PaymentDetailsView(views.PaymentDetailsView):
    """declined@… meets oscar's page for a refused payment, outage@… its page for a payment service that is down."""

    def handle_payment(self, *_: Any, **__: Any) -> None:
        local_part = (self.checkout_session.get_guest_email() or "").partition("@")[0]
        if local_part == "declined":
            raise UnableToTakePayment("Your payment was declined and your order has not been placed.")
        if local_part == "outage":
            raise PaymentError("the payment service does not answer")
