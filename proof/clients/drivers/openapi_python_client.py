"""Makes every call with the client of openapi-python-client, and reads its errors."""

import os
import time

from generated import AuthenticatedClient
from generated.api.control import cancel_resend, pause_resend, resume_resend, retry_failed, update_resend
from generated.api.endpoints import (
    create_endpoint,
    get_endpoint,
    get_endpoint_statistics,
    get_test_event,
    list_endpoints,
    list_source_ips,
    remove_endpoint,
    send_test_event,
    update_endpoint,
)
from generated.api.events import get_event, list_events
from generated.api.outcomes import (
    get_resend_statistics,
    list_attempts,
    list_deliveries,
    list_notices,
    watch_resend,
)
from generated.api.resends import create_resend, get_resend, list_resends, preview_resend
from generated.models import (
    DeliveryState,
    DeliveryStateFilter,
    EndpointChange,
    Error,
    EndpointRegistration,
    ResendChange,
    ResendRequest,
    ResendStatus,
    ResendType,
)

OBJECT = int(os.environ["OBJECT_ID"])
LASTING = int(os.environ["LASTING_ID"])
ENDPOINT = os.environ["ENDPOINT_ID"]


def client_with(token):
    return AuthenticatedClient(base_url=os.environ["BASE_URL"], token=token)


def done(name):
    print("ok", name, flush=True)


def refused(code, answer):
    assert isinstance(answer, Error), answer
    assert answer.code == code and not answer.worked and answer.detail, answer
    done(code)
    return answer


def request_of(object_id):
    return ResendRequest(resend_type=ResendType("CASHIN"), object_reference_id=object_id)


client = client_with(os.environ["TOKEN"])

assert preview_resend.sync(client=client, body=request_of(OBJECT)).deliveries == 1
done("previewResend")
created = create_resend.sync_detailed(
    client=client, body=request_of(OBJECT), idempotency_key="python-2"
)
assert created.parsed.worked is True
resend_id = int(created.headers["Location"].rsplit("/", 1)[1])
done("createResend")
resend = get_resend.sync(resend_id, client=client)
while resend.finished_at is None:
    time.sleep(0.05)
    resend = get_resend.sync(resend_id, client=client)
assert (resend.status.value, resend.object_reference_id) == ("FAILED", OBJECT), resend
done("getResend")
page = list_resends.sync(
    client=client, limit=1, status=ResendStatus("FAILED"), object_reference_id=OBJECT
)
assert page.results[0].id == resend_id and page.results[0].object_reference_id == OBJECT
done("listResends")
assert "event: progress" in watch_resend.sync_detailed(resend_id, client=client).content.decode()
done("watchResend")
statistics = get_resend_statistics.sync(resend_id, client=client)
assert statistics.by_state.failed == 1 and statistics.failures[0].http_status == 500, statistics
done("getResendStatistics")
deliveries = list_deliveries.sync(resend_id, client=client, state=DeliveryState("FAILED"))
assert deliveries.results[0].last_error_class.value == "http_status", deliveries
done("listDeliveries")
attempts = list_attempts.sync(resend_id, deliveries.results[0].id, client=client)
assert attempts.results[0].http_status == 500, attempts
done("listAttempts")
assert list_notices.sync(resend_id, client=client).results == []
done("listNotices")
retried = retry_failed.sync(resend_id, client=client)
assert retried.worked is True and retried.resend.retry_of == resend_id, retried
done("retryFailed")

lasting = create_resend.sync_detailed(client=client, body=request_of(LASTING))
lasting_id = int(lasting.headers["Location"].rsplit("/", 1)[1])
assert pause_resend.sync(lasting_id, client=client).resend.control.value == "PAUSED"
done("pauseResend")
assert resume_resend.sync(lasting_id, client=client).resend.control.value == "RUNNING"
done("resumeResend")
slower = update_resend.sync(lasting_id, client=client, body=ResendChange(max_rate_per_second=5))
assert slower.resend.max_rate_per_second == 5
done("updateResend")
assert cancel_resend.sync(lasting_id, client=client).worked is True
done("cancelResend")

listed = list_endpoints.sync(client=client, limit=100)
assert ENDPOINT in [endpoint.id for endpoint in listed.results]
done("listEndpoints")
endpoint = get_endpoint.sync(ENDPOINT, client=client)
assert endpoint.account_mirror_id == resend.account_mirror_id
done("getEndpoint")
history = get_endpoint_statistics.sync(ENDPOINT, client=client, hours=24)
assert history.results[0].failures_by_class.http_status
done("getEndpointStatistics")
changed = update_endpoint.sync(ENDPOINT, client=client, body=EndpointChange(enabled=True))
assert changed.worked is True and changed.endpoint.enabled is True
done("updateEndpoint")
made = create_endpoint.sync(
    client=client,
    body=EndpointRegistration(
        source_account_branch_identifier=endpoint.source_account_branch_identifier,
        source_account_number=endpoint.source_account_number,
        url="https://merchant.example/hooks",
        type_webhook="CASHOUT",
    ),
)
assert made.worked is True and made.signing_secret.startswith("whsec_"), made.detail
done("createEndpoint")
tested = send_test_event.sync(made.endpoint.id, client=client).test_event
done("sendTestEvent")
assert get_test_event.sync(made.endpoint.id, tested.id, client=client).id == tested.id
done("getTestEvent")
assert remove_endpoint.sync(made.endpoint.id, client=client).worked is True
done("removeEndpoint")
assert list_source_ips.sync(client=client).source_ips == []
done("listSourceIps")
newest = list_events.sync(client=client, limit=1).results[0]
done("listEvents")
assert get_event.sync(newest.id, client=client).payload_bytes == newest.payload_bytes
done("getEvent")

many = ResendRequest(
    resend_type=ResendType("CASHIN"),
    object_reference_ids=[OBJECT],
    name="after the release",
    reason="lost",
    max_rate_per_second=50,
    first=1,
)
answer = create_resend.sync_detailed(client=client, body=many)
named = get_resend.sync(int(answer.headers["Location"].rsplit("/", 1)[1]), client=client)
assert named.name == "after the release", named
done("resendOfList")
choice = ResendRequest(
    resend_type=ResendType("CASHIN"),
    event_ids=[newest.id],
    delivery_state=DeliveryStateFilter("UNDELIVERED"),
    latest_only=True,
    include_in_hand=True,
    max_rate_per_second=2,
)
assert preview_resend.sync(client=client, body=choice).deliveries <= 1
done("previewOfChoice")
update_endpoint.sync(ENDPOINT, client=client, body=EndpointChange(enabled=False))
enabled = update_endpoint.sync(ENDPOINT, client=client, body=EndpointChange(enabled=True))
missed = ResendRequest(
    resend_type=ResendType("CASHIN"),
    source_account_branch_identifier=newest.source_account_branch_identifier,
    source_account_number=newest.source_account_number,
    start_datetime=enabled.was_disabled_since,
    end_datetime=enabled.was_disabled_since,
    delivery_state=DeliveryStateFilter("UNDELIVERED"),
    endpoint_ids=[ENDPOINT],
)
assert create_resend.sync(client=client, body=missed).worked is True
done("recovered")
# What it makes of other types than JSON is left to the HTTP client below it.
raw = client.get_httpx_client()
lines = raw.get("/v3/webhooks/events", headers={"Accept": "application/x-ndjson"})
assert len(lines.text.splitlines()) >= 3, lines
done("eventsAsLines")
path = f"/v3/webhooks/resend/{resend_id}/deliveries"
assert len(raw.get(path, headers={"Accept": "text/csv"}).text.splitlines()) == 2
done("deliveriesAsTable")

refused("qr_code_not_found", create_resend.sync(client=client, body=request_of(404404)))
refused("resend_not_found", get_resend.sync(999999999, client=client))
refused("resend_settled", pause_resend.sync(resend_id, client=client))
wrong = request_of(OBJECT)
wrong.endpoint_ids = ["ep_nowhere"]
error = refused("validation_error", preview_resend.sync(client=client, body=wrong))
assert error.errors[0].field == "endpoint_ids" and error.errors[0].message, error
refused("token_not_valid", get_resend.sync(1, client=client_with("none")))
