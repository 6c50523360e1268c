"""Payment is by invoice and so never asked for; the guest's e-mail address can ask for it to fail."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from oscar.apps.checkout import views
from oscar.apps.payment.exceptions import PaymentError, UnableToTakePayment

from lantern.terms import words


class PaymentDetailsView(views.PaymentDetailsView):
    """declined@… meets oscar's page for a refused payment, outage@… its page for a payment service that is down."""

    def handle_place_order_submission(self, request: HttpRequest) -> HttpResponse:
        if words()["box"] and "terms" not in request.POST:
            return self.render_preview(request, error=words()["unticked"])
        return super().handle_place_order_submission(request)

    def handle_payment(self, *_: Any, **__: Any) -> None:
        local_part = (self.checkout_session.get_guest_email() or "").partition("@")[0]
        if local_part == "declined":
            raise UnableToTakePayment("Your payment was declined and your order has not been placed.")
        if local_part == "outage":
            raise PaymentError("the payment service does not answer")
