using KServe.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KServe.AspNetCore;

/// <summary>Answers failures of the generate routes, where a request that is wrong has a status of its own.</summary>
internal sealed class GenerateErrorResponder(ReplyPool replies, HttpMetrics metrics, ILogger<ErrorResponder> logger)
    : ErrorResponder(replies, metrics, logger)
{
    protected override int GetStatus(InferenceErrorCode code) =>
        code == InferenceErrorCode.InvalidArgument
            ? StatusCodes.Status422UnprocessableEntity
            : InferenceStatus.Of(code);
}
