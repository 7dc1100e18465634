// Makes every call with the client of oapi-codegen, and reads its errors.
package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"example.com/driver/api"
)

var endpoint = os.Getenv("ENDPOINT_ID")

func main() {
	ctx, client := context.Background(), clientWith(os.Getenv("TOKEN"))
	object := number(os.Getenv("OBJECT_ID"))
	failed := api.ResendStatus("FAILED")

	preview := must(client.PreviewResendWithResponse(ctx, nil, requestOf(object)))
	done("previewResend", preview.JSON200.Deliveries == 1)
	key, one := "go-2", int64(1)
	created := must(client.CreateResendWithResponse(ctx, &api.CreateResendParams{IdempotencyKey: &key}, requestOf(object)))
	done("createResend", created.JSON200.Worked)
	id := idIn(created.HTTPResponse)
	resend := must(client.GetResendWithResponse(ctx, id, nil)).JSON200
	for resend.FinishedAt == nil {
		resend = must(client.GetResendWithResponse(ctx, id, nil)).JSON200
	}
	done("getResend", resend.Status == failed && *resend.ObjectReferenceId == object)
	filters := api.ListResendsParams{Limit: &one, Status: &failed, ObjectReferenceId: &object}
	page := must(client.ListResendsWithResponse(ctx, &filters))
	done("listResends", page.JSON200.Results[0].Id == id)
	stream := must(client.WatchResendWithResponse(ctx, id, nil))
	done("watchResend", strings.Contains(string(stream.Body), "event: progress"))
	statistics := must(client.GetResendStatisticsWithResponse(ctx, id, nil)).JSON200
	done("getResendStatistics", statistics.ByState.FAILED == 1 && *statistics.Failures[0].HttpStatus == 500)
	state := api.DeliveryState("FAILED")
	deliveries := must(client.ListDeliveriesWithResponse(ctx, id, &api.ListDeliveriesParams{State: &state})).JSON200
	done("listDeliveries", *deliveries.Results[0].LastErrorClass == "http_status")
	attempts := must(client.ListAttemptsWithResponse(ctx, id, deliveries.Results[0].Id, nil)).JSON200
	done("listAttempts", *attempts.Results[0].HttpStatus == 500)
	notices := must(client.ListNoticesWithResponse(ctx, id, nil)).JSON200
	done("listNotices", len(notices.Results) == 0)
	retried := must(client.RetryFailedWithResponse(ctx, id, nil)).JSON200
	done("retryFailed", retried.Worked && *retried.Resend.RetryOf == id)

	controlLasting(ctx, client)
	changeEndpoint(ctx, client, resend.AccountMirrorId)
	newest := readEvents(ctx, client)
	chooseExactly(ctx, client, newest.Id, object)
	recovered(ctx, client, newest)
	lines := must(client.ListEvents(ctx, nil, accepting("application/x-ndjson")))
	done("eventsAsLines", linesOf(lines) >= 3)
	table := must(client.ListDeliveries(ctx, id, nil, accepting("text/csv")))
	done("deliveriesAsTable", linesOf(table) == 2)

	refused("qr_code_not_found", must(client.CreateResendWithResponse(ctx, nil, requestOf(404404))).JSON400)
	refused("resend_not_found", must(client.GetResendWithResponse(ctx, 999999999, nil)).JSON404)
	refused("resend_settled", must(client.PauseResendWithResponse(ctx, id, nil)).JSON409)
	wrong := requestOf(object)
	wrong.EndpointIds = &[]string{"ep_nowhere"}
	problem := must(client.PreviewResendWithResponse(ctx, nil, wrong)).JSON422
	refused("validation_error", problem)
	done("validation_error", (*problem.Errors)[0].Field == "endpoint_ids")
	refused("token_not_valid", must(clientWith("none").GetResendWithResponse(ctx, id, nil)).JSON401)
}

func controlLasting(ctx context.Context, client *api.ClientWithResponses) {
	request := requestOf(number(os.Getenv("LASTING_ID")))
	id := idIn(must(client.CreateResendWithResponse(ctx, nil, request)).HTTPResponse)
	paused := must(client.PauseResendWithResponse(ctx, id, nil)).JSON200
	done("pauseResend", *paused.Resend.Control == "PAUSED")
	resumed := must(client.ResumeResendWithResponse(ctx, id, nil)).JSON200
	done("resumeResend", *resumed.Resend.Control == "RUNNING")
	rate := float32(5)
	slower := api.ResendChange{MaxRatePerSecond: &rate}
	done("updateResend", must(client.UpdateResendWithResponse(ctx, id, nil, slower)).JSON200.Worked)
	done("cancelResend", must(client.CancelResendWithResponse(ctx, id, nil)).JSON200.Worked)
}

func changeEndpoint(ctx context.Context, client *api.ClientWithResponses, account int64) {
	limit, hours, enabled := int64(100), int64(24), true
	page := must(client.ListEndpointsWithResponse(ctx, &api.ListEndpointsParams{Limit: &limit})).JSON200
	isListed := false
	for _, one := range page.Results {
		isListed = isListed || one.Id == endpoint
	}
	done("listEndpoints", isListed)
	done("getEndpoint", must(client.GetEndpointWithResponse(ctx, endpoint, nil)).JSON200.AccountMirrorId == account)
	parameters := api.GetEndpointStatisticsParams{Hours: &hours}
	history := must(client.GetEndpointStatisticsWithResponse(ctx, endpoint, &parameters)).JSON200
	done("getEndpointStatistics", *history.Results[0].FailuresByClass.HttpStatus > 0)
	change := api.EndpointChange{Enabled: &enabled}
	changed := must(client.UpdateEndpointWithResponse(ctx, endpoint, nil, change)).JSON200
	done("updateEndpoint", changed.Worked && changed.Endpoint.Enabled)
	asked := api.EndpointRegistration{
		SourceAccountBranchIdentifier: changed.Endpoint.SourceAccountBranchIdentifier,
		SourceAccountNumber:           changed.Endpoint.SourceAccountNumber,
		Url:                           "https://merchant.example/hooks",
		TypeWebhook:                   "CASHOUT",
	}
	made := must(client.CreateEndpointWithResponse(ctx, nil, asked)).JSON200
	done("createEndpoint", made.Worked && made.SigningSecret != nil)
	answered := must(client.SendTestEventWithResponse(ctx, made.Endpoint.Id, nil))
	tested := answered.JSON200
	if tested == nil {
		tested = answered.JSON202
	}
	done("sendTestEvent", tested.Worked)
	test := must(client.GetTestEventWithResponse(ctx, made.Endpoint.Id, tested.TestEvent.Id, nil)).JSON200
	done("getTestEvent", test.Id == tested.TestEvent.Id)
	removed := must(client.RemoveEndpointWithResponse(ctx, made.Endpoint.Id, nil)).JSON200
	done("removeEndpoint", removed.Worked)
	done("listSourceIps", len(must(client.ListSourceIpsWithResponse(ctx, nil)).JSON200.SourceIps) == 0)
}

func readEvents(ctx context.Context, client *api.ClientWithResponses) api.EventItem {
	limit := int64(1)
	page := must(client.ListEventsWithResponse(ctx, &api.ListEventsParams{Limit: &limit})).JSON200
	done("listEvents", len(page.Results) == 1)
	event := must(client.GetEventWithResponse(ctx, page.Results[0].Id, nil)).JSON200
	done("getEvent", event.PayloadBytes == page.Results[0].PayloadBytes)
	return page.Results[0]
}

func chooseExactly(ctx context.Context, client *api.ClientWithResponses, event string, object int64) {
	name, reason, rate, first, isTrue := "after the release", "lost", float32(50), int64(1), true
	many := api.ResendRequest{ResendType: "CASHIN", ObjectReferenceIds: &[]int64{object}, Name: &name, Reason: &reason, MaxRatePerSecond: &rate, First: &first}
	id := idIn(must(client.CreateResendWithResponse(ctx, nil, many)).HTTPResponse)
	done("resendOfList", *must(client.GetResendWithResponse(ctx, id, nil)).JSON200.Name == name)
	state, slow := api.DeliveryStateFilter("UNDELIVERED"), float32(2)
	choice := api.ResendRequest{ResendType: "CASHIN", EventIds: &[]string{event}, LatestOnly: &isTrue, IncludeInHand: &isTrue, MaxRatePerSecond: &slow}
	choice.DeliveryState = &state
	done("previewOfChoice", must(client.PreviewResendWithResponse(ctx, nil, choice)).JSON200.Deliveries <= 1)
}

func recovered(ctx context.Context, client *api.ClientWithResponses, event api.EventItem) {
	disabled, enabled, state := false, true, api.DeliveryStateFilter("UNDELIVERED")
	must(client.UpdateEndpointWithResponse(ctx, endpoint, nil, api.EndpointChange{Enabled: &disabled}))
	since := must(client.UpdateEndpointWithResponse(ctx, endpoint, nil, api.EndpointChange{Enabled: &enabled})).JSON200.WasDisabledSince
	missed := api.ResendRequest{ResendType: "CASHIN", StartDatetime: since, EndDatetime: since, EndpointIds: &[]string{endpoint}}
	missed.SourceAccountBranchIdentifier, missed.SourceAccountNumber = &event.SourceAccountBranchIdentifier, &event.SourceAccountNumber
	missed.DeliveryState = &state
	done("recovered", must(client.CreateResendWithResponse(ctx, nil, missed)).JSON200.Worked)
}

func accepting(contentType string) api.RequestEditorFn {
	return func(_ context.Context, request *http.Request) error {
		request.Header.Set("Accept", contentType)
		return nil
	}
}

func linesOf(response *http.Response) int {
	return strings.Count(string(must(io.ReadAll(response.Body))), "\n")
}

func refused(code string, problem *api.Error) {
	done(code, problem != nil && problem.Code == code && !problem.Worked && problem.Detail != "")
}

func clientWith(token string) *api.ClientWithResponses {
	authorize := func(_ context.Context, request *http.Request) error {
		request.Header.Set("Authorization", "Bearer "+token)
		return nil
	}
	return must(api.NewClientWithResponses(os.Getenv("BASE_URL"), api.WithRequestEditorFn(authorize)))
}

func requestOf(object int64) api.ResendRequest {
	return api.ResendRequest{ResendType: "CASHIN", ObjectReferenceId: &object}
}

func idIn(response *http.Response) int64 {
	location := response.Header.Get("Location")
	return number(location[strings.LastIndex(location, "/")+1:])
}

func number(text string) int64 {
	return must(strconv.ParseInt(text, 10, 64))
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func done(name string, holds bool) {
	if !holds {
		panic(name)
	}
	fmt.Println("ok", name)
}
