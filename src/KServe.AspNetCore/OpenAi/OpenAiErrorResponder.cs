using System.Buffers;
using KServe.Protocol;
using Microsoft.Extensions.Logging;

namespace KServe.AspNetCore;

/// <summary>Answers failures in OpenAI's shape.</summary>
internal sealed class OpenAiErrorResponder(ReplyPool replies, HttpMetrics metrics, ILogger<ErrorResponder> logger)
    : ErrorResponder(replies, metrics, logger)
{
    protected override void WriteBody(
        IBufferWriter<byte> buffer,
        int status,
        string message,
        InferenceException? error) => OpenAiErrors.Write(buffer, status, message, error?.Parameter, error?.Reason);
}
