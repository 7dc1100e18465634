// Makes every call with the Go client of openapi-generator, and reads its errors.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	api "example.com/generated"
)

var endpoint = os.Getenv("ENDPOINT_ID")

func main() {
	ctx, client := context.Background(), clientWith(os.Getenv("TOKEN"))
	object := number(os.Getenv("OBJECT_ID"))
	resends, outcomes, control := client.ResendsAPI, client.OutcomesAPI, client.ControlAPI

	preview, _, err := resends.PreviewResend(ctx).ResendRequest(requestOf(object)).Execute()
	done("previewResend", err, preview.GetDeliveries() == 1)
	created, response, err := resends.CreateResend(ctx).ResendRequest(requestOf(object)).IdempotencyKey("go-1").Execute()
	done("createResend", err, created.GetWorked())
	id := idIn(response)
	resend, _, err := resends.GetResend(ctx, id).Execute()
	for err == nil && !resend.FinishedAt.IsSet() || resend.FinishedAt.Get() == nil {
		resend, _, err = resends.GetResend(ctx, id).Execute()
	}
	done("getResend", err, resend.Status == "FAILED" && resend.GetObjectReferenceId() == object)
	page, _, err := resends.ListResends(ctx).Limit(1).Status("FAILED").ObjectReferenceId(object).Execute()
	done("listResends", err, page.Results[0].Id == id)
	stream, _, err := outcomes.WatchResend(ctx, id).Execute()
	done("watchResend", err, strings.Contains(stream, "event: progress"))
	statistics, _, err := outcomes.GetResendStatistics(ctx, id).Execute()
	done("getResendStatistics", err, statistics.ByState.FAILED == 1 && statistics.Failures[0].GetHttpStatus() == 500)
	deliveries, _, err := outcomes.ListDeliveries(ctx, id).State("FAILED").Execute()
	done("listDeliveries", err, deliveries.Results[0].GetLastErrorClass() == "http_status")
	attempts, _, err := outcomes.ListAttempts(ctx, id, deliveries.Results[0].Id).Execute()
	done("listAttempts", err, attempts.Results[0].GetHttpStatus() == 500)
	notices, _, err := outcomes.ListNotices(ctx, id).Execute()
	done("listNotices", err, len(notices.Results) == 0)
	retried, _, err := control.RetryFailed(ctx, id).Execute()
	done("retryFailed", err, retried.Worked && retried.Resend.GetRetryOf() == id)

	controlLasting(ctx, client)
	changeEndpoint(ctx, client.EndpointsAPI, resend.AccountMirrorId)
	newest := readEvents(ctx, client.EventsAPI)
	chooseExactly(ctx, resends, newest.Id, object)
	recovered(ctx, client, newest)
	done("eventsAsLines", nil, linesOf("/v3/webhooks/events", "application/x-ndjson") >= 3)
	deliveriesPath := fmt.Sprintf("/v3/webhooks/resend/%d/deliveries", id)
	done("deliveriesAsTable", nil, linesOf(deliveriesPath, "text/csv") == 2)

	_, _, err = resends.CreateResend(ctx).ResendRequest(requestOf(404404)).Execute()
	refused("qr_code_not_found", err)
	_, _, err = resends.GetResend(ctx, 999999999).Execute()
	refused("resend_not_found", err)
	_, _, err = control.PauseResend(ctx, id).Execute()
	refused("resend_settled", err)
	wrong := requestOf(object)
	wrong.EndpointIds = []string{"ep_nowhere"}
	_, _, err = resends.PreviewResend(ctx).ResendRequest(wrong).Execute()
	problem := refused("validation_error", err)
	done("validation_error", nil, problem.Errors[0].Field == "endpoint_ids")
	_, _, err = clientWith("none").ResendsAPI.GetResend(ctx, id).Execute()
	refused("token_not_valid", err)
}

func controlLasting(ctx context.Context, client *api.APIClient) {
	request := requestOf(number(os.Getenv("LASTING_ID")))
	_, response, err := client.ResendsAPI.CreateResend(ctx).ResendRequest(request).Execute()
	done("createResend", err, true)
	id := idIn(response)
	paused, _, err := client.ControlAPI.PauseResend(ctx, id).Execute()
	done("pauseResend", err, paused.Resend.GetControl() == "PAUSED")
	resumed, _, err := client.ControlAPI.ResumeResend(ctx, id).Execute()
	done("resumeResend", err, resumed.Resend.GetControl() == "RUNNING")
	rate := *api.NewNullableFloat32(api.PtrFloat32(5))
	changed, _, err := client.ControlAPI.UpdateResend(ctx, id).ResendChange(api.ResendChange{MaxRatePerSecond: rate}).Execute()
	done("updateResend", err, changed.Worked)
	cancelled, _, err := client.ControlAPI.CancelResend(ctx, id).Execute()
	done("cancelResend", err, cancelled.Worked)
}

func changeEndpoint(ctx context.Context, endpoints *api.EndpointsAPIService, account int64) {
	page, _, err := endpoints.ListEndpoints(ctx).Limit(100).Execute()
	isListed := false
	for _, one := range page.Results {
		isListed = isListed || one.Id == endpoint
	}
	done("listEndpoints", err, isListed)
	one, _, err := endpoints.GetEndpoint(ctx, endpoint).Execute()
	done("getEndpoint", err, one.AccountMirrorId == account)
	history, _, err := endpoints.GetEndpointStatistics(ctx, endpoint).Hours(24).Execute()
	done("getEndpointStatistics", err, history.Results[0].FailuresByClass.GetHttpStatus() > 0)
	change := api.EndpointChange{}
	change.SetEnabled(true)
	changed, _, err := endpoints.UpdateEndpoint(ctx, endpoint).EndpointChange(change).Execute()
	done("updateEndpoint", err, changed.Worked && changed.Endpoint.Enabled)
	asked := api.EndpointRegistration{
		SourceAccountBranchIdentifier: changed.Endpoint.SourceAccountBranchIdentifier,
		SourceAccountNumber:           changed.Endpoint.SourceAccountNumber,
		Url:                           "https://merchant.example/hooks",
		TypeWebhook:                   "CASHOUT",
	}
	made, _, err := endpoints.CreateEndpoint(ctx).EndpointRegistration(asked).Execute()
	done("createEndpoint", err, made.Worked && made.SigningSecret.IsSet())
	tested, _, err := endpoints.SendTestEvent(ctx, made.Endpoint.Id).Execute()
	done("sendTestEvent", err, tested.Worked)
	test, _, err := endpoints.GetTestEvent(ctx, made.Endpoint.Id, tested.TestEvent.Id).Execute()
	done("getTestEvent", err, test.Id == tested.TestEvent.Id)
	removed, _, err := endpoints.RemoveEndpoint(ctx, made.Endpoint.Id).Execute()
	done("removeEndpoint", err, removed.Worked)
	sources, _, err := endpoints.ListSourceIps(ctx).Execute()
	done("listSourceIps", err, len(sources.SourceIps) == 0)
}

func readEvents(ctx context.Context, events *api.EventsAPIService) api.EventItem {
	page, _, err := events.ListEvents(ctx).Limit(1).Execute()
	done("listEvents", err, len(page.Results) == 1)
	event, _, err := events.GetEvent(ctx, page.Results[0].Id).Execute()
	done("getEvent", err, event.PayloadBytes == page.Results[0].PayloadBytes)
	return page.Results[0]
}

func chooseExactly(ctx context.Context, resends *api.ResendsAPIService, event string, object int64) {
	many := *api.NewResendRequest("CASHIN")
	many.ObjectReferenceIds = []int64{object}
	many.SetName("after the release")
	many.SetReason("lost")
	many.SetMaxRatePerSecond(50)
	many.SetFirst(1)
	_, response, err := resends.CreateResend(ctx).ResendRequest(many).Execute()
	done("createResend", err, true)
	named, _, err := resends.GetResend(ctx, idIn(response)).Execute()
	done("resendOfList", err, named.GetName() == "after the release")
	choice := *api.NewResendRequest("CASHIN")
	choice.EventIds = []string{event}
	choice.SetDeliveryState("UNDELIVERED")
	choice.SetLatestOnly(true)
	choice.SetIncludeInHand(true)
	choice.SetMaxRatePerSecond(2)
	preview, _, err := resends.PreviewResend(ctx).ResendRequest(choice).Execute()
	done("previewOfChoice", err, preview.GetDeliveries() <= 1)
}

func recovered(ctx context.Context, client *api.APIClient, event api.EventItem) {
	change := api.EndpointChange{}
	change.SetEnabled(false)
	_, _, err := client.EndpointsAPI.UpdateEndpoint(ctx, endpoint).EndpointChange(change).Execute()
	done("updateEndpoint", err, true)
	change.SetEnabled(true)
	enabled, _, err := client.EndpointsAPI.UpdateEndpoint(ctx, endpoint).EndpointChange(change).Execute()
	done("updateEndpoint", err, true)
	missed := *api.NewResendRequest("CASHIN")
	missed.SetSourceAccountBranchIdentifier(event.SourceAccountBranchIdentifier)
	missed.SetSourceAccountNumber(event.SourceAccountNumber)
	missed.SetStartDatetime(enabled.GetWasDisabledSince())
	missed.SetEndDatetime(enabled.GetWasDisabledSince())
	missed.SetDeliveryState("UNDELIVERED")
	missed.EndpointIds = []string{endpoint}
	accepted, _, err := client.ResendsAPI.CreateResend(ctx).ResendRequest(missed).Execute()
	done("recovered", err, accepted.GetWorked())
}

// What the client makes of other types than JSON is left to its callers.
func linesOf(path string, contentType string) int {
	request, err := http.NewRequest("GET", os.Getenv("BASE_URL")+path, nil)
	done("", err, true)
	request.Header.Set("Authorization", "Bearer "+os.Getenv("TOKEN"))
	request.Header.Set("Accept", contentType)
	response, err := http.DefaultClient.Do(request)
	done("", err, response.StatusCode == 200)
	body, err := io.ReadAll(response.Body)
	done("", err, true)
	return strings.Count(string(body), "\n")
}

func refused(code string, err error) api.Error {
	var failure *api.GenericOpenAPIError
	if !errors.As(err, &failure) {
		panic(fmt.Sprintf("%s was expected: %v", code, err))
	}
	problem, isTyped := failure.Model().(api.Error)
	done(code, nil, isTyped && problem.Code == code && !problem.Worked)
	return problem
}

func clientWith(token string) *api.APIClient {
	configuration := api.NewConfiguration()
	configuration.Servers = api.ServerConfigurations{{URL: os.Getenv("BASE_URL")}}
	configuration.AddDefaultHeader("Authorization", "Bearer "+token)
	return api.NewAPIClient(configuration)
}

func requestOf(object int64) api.ResendRequest {
	request := api.NewResendRequest("CASHIN")
	request.SetObjectReferenceId(object)
	return *request
}

func idIn(response *http.Response) int64 {
	location := response.Header.Get("Location")
	return number(location[strings.LastIndex(location, "/")+1:])
}

func number(text string) int64 {
	value, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		panic(err)
	}
	return value
}

func done(name string, err error, holds bool) {
	if err != nil || !holds {
		panic(fmt.Sprintf("%s: %v", name, err))
	}
	if name != "" {
		fmt.Println("ok", name)
	}
}
