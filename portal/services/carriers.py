"""Which carrier delivers which kind of message of the outbox."""

from __future__ import annotations

from portal.services.account_mail import carry as carry_account
from portal.services.appointment_notices import carry as carry_appointment
from portal.services.authority import TIE
from portal.services.checks import carry_credit, carry_scan
from portal.services.courier import carry as carry_courier
from portal.services.credit_acts import SETTLED
from portal.services.credit_mail import carry as carry_credit_objection
from portal.services.credit_settled import carry as carry_settled
from portal.services.digest import carry as carry_digest
from portal.services.former_tie import carry as carry_tie
from portal.services.former_waits import carry as carry_former
from portal.services.handover import carry as carry_inspection
from portal.services.head_mail import KIND as TO_HEAD
from portal.services.head_mail import carry as carry_to_head
from portal.services.letters import carry as carry_letter
from portal.services.letters import carry_seal
from portal.services.message_digest import carry as carry_message_digest
from portal.services.mobile_sms import carry as carry_mobile_code
from portal.services.mobiles import KIND as MOBILE_CODE
from portal.services.notices import carry as carry_mail
from portal.services.other_sms import carry as carry_sms
from portal.services.outbox import OBJECTION, Carrier
from portal.services.own_making import carry as carry_own_data
from portal.services.own_requests import KIND as OWN_DATA
from portal.services.publication import carry as carry_publication
from portal.services.publicity_mail import carry as carry_publicity
from portal.services.rating_proof import KIND as RATING_SMS
from portal.services.rating_sms import carry as carry_rating_sms
from portal.services.register_checks import carry_dispute, carry_projects, carry_register
from portal.services.renewals import carry as carry_renewal
from portal.services.signed_mail import KIND as PUT_BACK
from portal.services.signed_mail import carry as carry_put_back
from portal.services.visit_digest import carry as carry_visit_digest
from portal.services.webhooks import carry as carry_webhook

CARRIERS: dict[str, Carrier] = {
    "mail": carry_mail,
    "digest": carry_digest,
    "letter": carry_letter,
    "seal": carry_seal,
    "courier": carry_courier,
    "publication": carry_publication,
    "inspection": carry_inspection,
    "visit_digest": carry_visit_digest,
    "appointment": carry_appointment,
    "account": carry_account,
    "renewal": carry_renewal,
    "former": carry_former,
    TIE: carry_tie,
    PUT_BACK: carry_put_back,
    TO_HEAD: carry_to_head,
    "credit_objection": carry_credit_objection,
    OBJECTION: carry_publicity,
    "message_digest": carry_message_digest,
    "sms": carry_sms,
    RATING_SMS: carry_rating_sms,
    MOBILE_CODE: carry_mobile_code,
    "webhook": carry_webhook,
    OWN_DATA: carry_own_data,
    "check_antivirus": carry_scan,
    "check_register": carry_register,
    "check_projects": carry_projects,
    "dispute": carry_dispute,
    "check_credit": carry_credit,
    SETTLED: carry_settled,
}
