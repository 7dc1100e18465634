import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.ApiResponse;
import org.openapitools.client.api.ControlApi;
import org.openapitools.client.api.EndpointsApi;
import org.openapitools.client.api.EventsApi;
import org.openapitools.client.api.OutcomesApi;
import org.openapitools.client.api.ResendsApi;
import org.openapitools.client.model.*;
import org.openapitools.client.model.Error;

/** Makes every call with the Java client of openapi-generator, and reads its errors. */
public class Drive {
  private static final String ENDPOINT = System.getenv("ENDPOINT_ID");

  private interface Call {
    void run() throws Exception;
  }

  public static void main(String[] args) throws Exception {
    long object = Long.parseLong(System.getenv("OBJECT_ID"));
    ApiClient client = clientWith(System.getenv("TOKEN"));
    ResendsApi resends = new ResendsApi(client);
    OutcomesApi outcomes = new OutcomesApi(client);
    ControlApi control = new ControlApi(client);

    check(resends.previewResend(requestOf(object), null).getDeliveries() == 1, "previewResend");
    ApiResponse<Accepted> created =
        resends.createResendWithHttpInfo(requestOf(object), "java-1", null);
    check(created.getData().getWorked(), "createResend");
    long id = idIn(created);
    FollowedResend resend = resends.getResend(id, null);
    while (resend.getFinishedAt() == null) {
      resend = resends.getResend(id, null);
    }
    check(resend.getStatus() == ResendStatus.fromValue("FAILED"), "getResend");
    check(resend.getObjectReferenceId() == object, "getResend");
    ResendStatus failed = ResendStatus.fromValue("FAILED");
    ResendPage page =
        resends.listResends(
            1L, null, null, failed, object, null, null, null, null, null, null, null, null);
    check(page.getResults().get(0).getId() == id, "listResends");
    check(outcomes.watchResend(id, null, null).contains("event: progress"), "watchResend");
    ResendStatistics statistics = outcomes.getResendStatistics(id, null);
    check(statistics.getByState().getFAILED() == 1, "getResendStatistics");
    check(statistics.getFailures().get(0).getHttpStatus() == 500, "getResendStatistics");
    DeliveryState state = DeliveryState.fromValue("FAILED");
    Delivery delivery =
        outcomes
            .listDeliveries(id, null, null, null, state, null, null, null, null, null, null)
            .getResults()
            .get(0);
    check(delivery.getLastErrorClass().getValue().equals("http_status"), "listDeliveries");
    Attempt attempt = outcomes.listAttempts(id, delivery.getId(), null).getResults().get(0);
    check(attempt.getHttpStatus() == 500, "listAttempts");
    check(outcomes.listNotices(id, null).getResults().isEmpty(), "listNotices");
    Acted retried = control.retryFailed(id, null, null);
    check(retried.getWorked() && retried.getResend().getRetryOf() == id, "retryFailed");

    controlLasting(resends, control);
    changeEndpoint(new EndpointsApi(client), resend.getAccountMirrorId());
    EventsApi events = new EventsApi(client);
    EventItem newest = readEvents(events);
    chooseExactly(resends, newest.getId(), object);
    recover(new EndpointsApi(client), resends, newest);
    okhttp3.Call lines =
        events.listEventsCall(
            null, null, null, null, null, null, null, null, null,
            null, null, null, null, null, null, null, null);
    check(linesOf(client, lines, "application/x-ndjson") >= 3, "eventsAsLines");
    okhttp3.Call table =
        outcomes.listDeliveriesCall(
            id, null, null, null, null, null, null, null, null, null, null, null);
    check(linesOf(client, table, "text/csv") == 2, "deliveriesAsTable");
    refuse(resends, control, object, id);
  }

  private static void controlLasting(ResendsApi resends, ControlApi control) throws Exception {
    ResendRequest request = requestOf(Long.parseLong(System.getenv("LASTING_ID")));
    long id = idIn(resends.createResendWithHttpInfo(request, null, null));
    Resend paused = control.pauseResend(id, null).getResend();
    check(paused.getControl().getValue().equals("PAUSED"), "pauseResend");
    Resend resumed = control.resumeResend(id, null).getResend();
    check(resumed.getControl().getValue().equals("RUNNING"), "resumeResend");
    ResendChange slower = new ResendChange().maxRatePerSecond(new java.math.BigDecimal(5));
    check(control.updateResend(id, slower, null).getWorked(), "updateResend");
    check(control.cancelResend(id, null).getWorked(), "cancelResend");
  }

  private static void changeEndpoint(EndpointsApi endpoints, long account) throws Exception {
    EndpointPage page = endpoints.listEndpoints(100L, null, null, null, null, null);
    boolean isListed = page.getResults().stream().anyMatch(one -> one.getId().equals(ENDPOINT));
    check(isListed, "listEndpoints");
    check(endpoints.getEndpoint(ENDPOINT, null).getAccountMirrorId() == account, "getEndpoint");
    EndpointStatistics history = endpoints.getEndpointStatistics(ENDPOINT, 24L, null);
    FailuresByClass failures = history.getResults().get(0).getFailuresByClass();
    check(failures.getHttpStatus() > 0, "getEndpointStatistics");
    EndpointChange change = new EndpointChange().enabled(true);
    EndpointChanged changed = endpoints.updateEndpoint(ENDPOINT, change, null);
    check(changed.getWorked() && changed.getEndpoint().getEnabled(), "updateEndpoint");
    makeEndpoint(endpoints, changed.getEndpoint());
    check(endpoints.listSourceIps(null).getSourceIps().isEmpty(), "listSourceIps");
  }

  private static void makeEndpoint(EndpointsApi endpoints, Endpoint beside) throws Exception {
    EndpointRegistration asked =
        new EndpointRegistration()
            .sourceAccountBranchIdentifier(beside.getSourceAccountBranchIdentifier())
            .sourceAccountNumber(beside.getSourceAccountNumber())
            .url(java.net.URI.create("https://merchant.example/hooks"))
            .typeWebhook("CASHOUT");
    EndpointCreated made = endpoints.createEndpoint(asked, "java-endpoint", null);
    check(made.getWorked() && made.getSigningSecret().startsWith("whsec_"), "createEndpoint");
    String id = made.getEndpoint().getId();
    Long tested = endpoints.sendTestEvent(id, null).getTestEvent().getId();
    check(tested > 0, "sendTestEvent");
    check(tested.equals(endpoints.getTestEvent(id, tested, null).getId()), "getTestEvent");
    check(endpoints.removeEndpoint(id, null).getWorked(), "removeEndpoint");
  }

  private static EventItem readEvents(EventsApi events) throws Exception {
    EventItem newest =
        events
            .listEvents(
                1L, null, null, null, null, null, null, null,
                null, null, null, null, null, null, null, null)
            .getResults()
            .get(0);
    check(newest.getSequence() > 0, "listEvents");
    Event event = events.getEvent(newest.getId(), null, null);
    check(event.getPayloadBytes().equals(newest.getPayloadBytes()), "getEvent");
    return newest;
  }

  private static void chooseExactly(ResendsApi resends, String event, long object)
      throws Exception {
    ResendRequest many =
        new ResendRequest()
            .resendType(ResendType.CASHIN)
            .addObjectReferenceIdsItem(object)
            .name("after the release")
            .reason("lost")
            .maxRatePerSecond(new java.math.BigDecimal(50))
            .first(1L);
    long id = idIn(resends.createResendWithHttpInfo(many, null, null));
    check("after the release".equals(resends.getResend(id, null).getName()), "resendOfList");
    ResendRequest choice =
        new ResendRequest()
            .resendType(ResendType.CASHIN)
            .addEventIdsItem(event)
            .deliveryState(DeliveryStateFilter.fromValue("UNDELIVERED"))
            .latestOnly(true)
            .includeInHand(true)
            .maxRatePerSecond(new java.math.BigDecimal(2));
    check(resends.previewResend(choice, null).getDeliveries() <= 1, "previewOfChoice");
  }

  private static void recover(EndpointsApi endpoints, ResendsApi resends, EventItem event)
      throws Exception {
    endpoints.updateEndpoint(ENDPOINT, new EndpointChange().enabled(false), null);
    EndpointChanged enabled =
        endpoints.updateEndpoint(ENDPOINT, new EndpointChange().enabled(true), null);
    ResendRequest missed =
        new ResendRequest()
            .resendType(ResendType.CASHIN)
            .sourceAccountBranchIdentifier(event.getSourceAccountBranchIdentifier())
            .sourceAccountNumber(event.getSourceAccountNumber())
            .startDatetime(enabled.getWasDisabledSince())
            .endDatetime(enabled.getWasDisabledSince())
            .deliveryState(DeliveryStateFilter.fromValue("UNDELIVERED"))
            .addEndpointIdsItem(ENDPOINT);
    check(resends.createResend(missed, null, null).getWorked(), "recovered");
  }

  /** What the client makes of other types than JSON is left to the HTTP client below it. */
  private static long linesOf(ApiClient client, okhttp3.Call call, String type) throws Exception {
    okhttp3.Request asked = call.request().newBuilder().header("Accept", type).build();
    return client.getHttpClient().newCall(asked).execute().body().string().lines().count();
  }

  private static void refuse(ResendsApi resends, ControlApi control, long object, long id)
      throws Exception {
    refused("qr_code_not_found", () -> resends.createResend(requestOf(404404), null, null));
    refused("resend_not_found", () -> resends.getResend(999999999L, null));
    refused("resend_settled", () -> control.pauseResend(id, null));
    ResendRequest wrong = requestOf(object).addEndpointIdsItem("ep_nowhere");
    Error error = refused("validation_error", () -> resends.previewResend(wrong, null));
    check(error.getErrors().get(0).getField().equals("endpoint_ids"), "validation_error");
    ResendsApi stranger = new ResendsApi(clientWith("none"));
    refused("token_not_valid", () -> stranger.getResend(id, null));
  }

  private static Error refused(String code, Call call) throws Exception {
    try {
      call.run();
    } catch (ApiException exception) {
      Error error = Error.fromJson(exception.getResponseBody());
      check(error.getCode().equals(code) && !error.getWorked(), code);
      return error;
    }
    throw new AssertionError(code + " was expected");
  }

  private static ApiClient clientWith(String token) {
    ApiClient client = new ApiClient().setBasePath(System.getenv("BASE_URL"));
    client.setBearerToken(token);
    return client;
  }

  private static ResendRequest requestOf(long object) {
    return new ResendRequest().resendType(ResendType.CASHIN).objectReferenceId(object);
  }

  private static long idIn(ApiResponse<Accepted> response) {
    String location = response.getHeaders().get("Location").get(0);
    return Long.parseLong(location.substring(location.lastIndexOf('/') + 1));
  }

  private static void check(boolean holds, String name) {
    if (!holds) throw new AssertionError(name);
    System.out.println("ok " + name);
  }
}
