using System.Buffers;
using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Writes the answers of the Responses API.</summary>
/// <remarks>
/// Source: OpenAI's API reference. Its streams have named events, numbered, and end with the one that has the whole
/// response. Not safe for concurrent use; one for each request.
/// </remarks>
internal sealed class ResponsesWriter : IOpenAiAnswerWriter
{
    private const string ServerError = "server_error";
    private static readonly (string Code, string Message) ModelFailed =
        (ServerError, "The model failed to generate the answer.");

    private readonly Utf8JsonWriter _json = new(Stream.Null, OpenAiJson.WriterOptions);
    private readonly ResponsesEvents? _events;
    private readonly ResponsesOutput _output;
    private readonly ResponsesObjectWriter _object;
    private bool _hasBegun;

    public ResponsesWriter(OpenAiRequest request, string id, DateTimeOffset created)
    {
        _events = request.IsStream ? new ResponsesEvents(_json, request) : null;
        _output = new ResponsesOutput(id, _events);
        _object = new ResponsesObjectWriter(_json, request, $"resp_{id}", created.ToUnixTimeSeconds());
    }

    /// <inheritdoc/>
    public void Add(TextGenerationUpdate update) => _output.Add(update);

    /// <inheritdoc/>
    public void WriteWhole(IBufferWriter<byte> destination)
    {
        _output.Complete();
        _json.Reset(destination);
        var status = _output.FinalStatus;
        _object.Write(_output, status, status == ResponsesStatus.Failed ? ModelFailed : null);
        _json.Flush();
    }

    /// <inheritdoc/>
    public bool WriteEvents(IBufferWriter<byte> destination, TextGenerationUpdate update)
    {
        var isFirst = !_hasBegun;
        Begin(destination);
        var count = _events!.Count;
        _output.Add(update);
        return isFirst || _events.Count > count;
    }

    /// <inheritdoc/>
    public void WriteEnd(IBufferWriter<byte> destination)
    {
        Begin(destination);
        _output.Complete();
        switch (_output.FinalStatus)
        {
            case ResponsesStatus.Completed:
                WriteState("response.completed"u8, ResponsesStatus.Completed);
                break;
            case ResponsesStatus.Incomplete:
                WriteState("response.incomplete"u8, ResponsesStatus.Incomplete);
                break;
            default:
                WriteState("response.failed"u8, ResponsesStatus.Failed, ModelFailed);
                break;
        }
    }

    /// <inheritdoc/>
    public void WriteFailure(
        IBufferWriter<byte> destination,
        int status,
        string message,
        string? parameter = null,
        string? reason = null)
    {
        Begin(destination);
        _output.Fail();
        _events!.WriteError(reason ?? CodeOf(status), message, parameter);
        WriteState("response.failed"u8, ResponsesStatus.Failed, (CodeOf(status), message));
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    // A response knows these codes alone.
    private static string CodeOf(int status) => status switch
    {
        429 => "rate_limit_exceeded",
        >= 500 => ServerError,
        _ => "invalid_prompt",
    };

    private void Begin(IBufferWriter<byte> destination)
    {
        _events!.Destination = destination;
        if (_hasBegun)
        {
            return;
        }

        _hasBegun = true;
        WriteState("response.created"u8, ResponsesStatus.InProgress);
        WriteState("response.in_progress"u8, ResponsesStatus.InProgress);
    }

    private void WriteState(
        ReadOnlySpan<byte> name,
        ResponsesStatus status,
        (string Code, string Message)? error = null)
    {
        _events!.Begin(name);
        _json.WritePropertyName("response"u8);
        _object.Write(_output, status, error);
        _events.End();
    }
}
