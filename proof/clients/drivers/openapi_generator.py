"""Makes every call with the Python client of openapi-generator, and reads its errors."""

import os
import time

import openapi_client as api
from openapi_client.exceptions import ApiException

OBJECT = int(os.environ["OBJECT_ID"])
LASTING = int(os.environ["LASTING_ID"])
ENDPOINT = os.environ["ENDPOINT_ID"]


def client_with(token):
    configuration = api.Configuration(host=os.environ["BASE_URL"], access_token=token)
    return api.ApiClient(configuration)


def done(name):
    print("ok", name, flush=True)


def refused(code, call):
    try:
        call()
    except ApiException as error:
        assert isinstance(error.data, api.Error), error
        assert error.data.code == code and not error.data.worked and error.data.detail, error
        done(code)
        return error.data
    raise AssertionError(f"{code} was expected")


def request_of(object_id):
    return api.ResendRequest(resend_type=api.ResendType.CASHIN, object_reference_id=object_id)


client = client_with(os.environ["TOKEN"])
resends, outcomes = api.ResendsApi(client), api.OutcomesApi(client)
control, endpoints = api.ControlApi(client), api.EndpointsApi(client)

assert resends.preview_resend(request_of(OBJECT)).deliveries == 1
done("previewResend")
created = resends.create_resend_with_http_info(request_of(OBJECT), idempotency_key="python-1")
assert created.data.worked is True
resend_id = int(created.headers["Location"].rsplit("/", 1)[1])
done("createResend")
resend = resends.get_resend(resend_id)
while resend.finished_at is None:
    time.sleep(0.05)
    resend = resends.get_resend(resend_id)
assert (resend.status.value, resend.object_reference_id) == ("FAILED", OBJECT), resend
done("getResend")
page = resends.list_resends(limit=1, status=api.ResendStatus("FAILED"), object_reference_id=OBJECT)
assert page.results[0].id == resend_id and page.results[0].object_reference_id == OBJECT
done("listResends")
assert "event: progress" in outcomes.watch_resend(resend_id)
done("watchResend")
statistics = outcomes.get_resend_statistics(resend_id)
assert statistics.by_state.failed == 1 and statistics.failures[0].http_status == 500, statistics
done("getResendStatistics")
deliveries = outcomes.list_deliveries(resend_id, state=api.DeliveryState("FAILED"))
assert deliveries.results[0].last_error_class.value == "http_status", deliveries
done("listDeliveries")
attempts = outcomes.list_attempts(resend_id, deliveries.results[0].id)
assert attempts.results[0].http_status == 500, attempts
done("listAttempts")
assert outcomes.list_notices(resend_id).results == []
done("listNotices")
retried = control.retry_failed(resend_id)
assert retried.worked is True and retried.resend.retry_of == resend_id, retried
done("retryFailed")

lasting = resends.create_resend_with_http_info(request_of(LASTING))
lasting_id = int(lasting.headers["Location"].rsplit("/", 1)[1])
assert control.pause_resend(lasting_id).resend.control.value == "PAUSED"
done("pauseResend")
assert control.resume_resend(lasting_id).resend.control.value == "RUNNING"
done("resumeResend")
slower = control.update_resend(lasting_id, api.ResendChange(max_rate_per_second=5))
assert slower.resend.max_rate_per_second == 5
done("updateResend")
assert control.cancel_resend(lasting_id).worked is True
done("cancelResend")

assert ENDPOINT in [endpoint.id for endpoint in endpoints.list_endpoints(limit=100).results]
done("listEndpoints")
assert endpoints.get_endpoint(ENDPOINT).account_mirror_id == resend.account_mirror_id
done("getEndpoint")
assert endpoints.get_endpoint_statistics(ENDPOINT, hours=24).results[0].failures_by_class.http_status
done("getEndpointStatistics")
changed = endpoints.update_endpoint(ENDPOINT, api.EndpointChange(enabled=True))
assert changed.worked is True and changed.endpoint.enabled is True
done("updateEndpoint")
account = changed.endpoint
made = endpoints.create_endpoint(
    api.EndpointRegistration(
        source_account_branch_identifier=account.source_account_branch_identifier,
        source_account_number=account.source_account_number,
        url="https://merchant.example/hooks",
        type_webhook="CASHOUT",
    )
)
assert made.worked is True and made.signing_secret.startswith("whsec_"), made.detail
done("createEndpoint")
tested = endpoints.send_test_event(made.endpoint.id).test_event
done("sendTestEvent")
assert endpoints.get_test_event(made.endpoint.id, tested.id).id == tested.id
done("getTestEvent")
assert endpoints.remove_endpoint(made.endpoint.id).worked is True
done("removeEndpoint")
assert endpoints.list_source_ips().source_ips == []
done("listSourceIps")
events = api.EventsApi(client)
newest = events.list_events(limit=1).results[0]
done("listEvents")
assert events.get_event(newest.id).payload_bytes == newest.payload_bytes
done("getEvent")

many = api.ResendRequest(
    resend_type=api.ResendType.CASHIN,
    object_reference_ids=[OBJECT],
    name="after the release",
    reason="lost",
    max_rate_per_second=50,
    first=1,
)
answer = resends.create_resend_with_http_info(many)
named = resends.get_resend(int(answer.headers["Location"].rsplit("/", 1)[1]))
assert named.name == "after the release", named
done("resendOfList")
choice = api.ResendRequest(
    resend_type=api.ResendType.CASHIN,
    event_ids=[newest.id],
    delivery_state=api.DeliveryStateFilter("UNDELIVERED"),
    latest_only=True,
    include_in_hand=True,
    max_rate_per_second=2,
)
assert resends.preview_resend(choice).deliveries <= 1
done("previewOfChoice")
endpoints.update_endpoint(ENDPOINT, api.EndpointChange(enabled=False))
since = endpoints.update_endpoint(ENDPOINT, api.EndpointChange(enabled=True)).was_disabled_since
missed = api.ResendRequest(
    resend_type=api.ResendType.CASHIN,
    source_account_branch_identifier=newest.source_account_branch_identifier,
    source_account_number=newest.source_account_number,
    start_datetime=since,
    end_datetime=since,
    delivery_state=api.DeliveryStateFilter("UNDELIVERED"),
    endpoint_ids=[ENDPOINT],
)
assert resends.create_resend(missed).worked is True
done("recovered")
lines = events.list_events_without_preload_content(_headers={"Accept": "application/x-ndjson"})
assert len(lines.data.decode().splitlines()) >= 3
done("eventsAsLines")
table = outcomes.list_deliveries_without_preload_content(resend_id, _headers={"Accept": "text/csv"})
assert len(table.data.decode().splitlines()) == 2
done("deliveriesAsTable")

refused("qr_code_not_found", lambda: resends.create_resend(request_of(404404)))
refused("resend_not_found", lambda: resends.get_resend(999999999))
refused("resend_settled", lambda: control.pause_resend(resend_id))
wrong = request_of(OBJECT)
wrong.endpoint_ids = ["ep_nowhere"]
error = refused("validation_error", lambda: resends.preview_resend(wrong))
# "field" is a word of pydantic.
assert error.errors[0].var_field == "endpoint_ids" and error.errors[0].message, error
refused("token_not_valid", lambda: api.ResendsApi(client_with("none")).get_resend(1))
