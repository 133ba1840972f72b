using System.Buffers;
using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Writes the answers of chats and plain completions.</summary>
/// <remarks>Not safe for concurrent use; one for each request.</remarks>
internal sealed class CompletionWriter(OpenAiRequest request, string id, DateTimeOffset created) : IOpenAiAnswerWriter
{
    private readonly string _id = (request.IsChat ? "chatcmpl-" : "cmpl-") + id;
    private readonly long _created = created.ToUnixTimeSeconds();
    private readonly Utf8JsonWriter _json = new(Stream.Null, OpenAiJson.WriterOptions);
    private readonly GenerationResult _result = new();
    private readonly HeldUpdates _held = new();
    private readonly HashSet<int> _begun = [];
    private readonly Dictionary<int, int> _offsets = [];
    private TextGenerationUsage _usage;

    /// <inheritdoc/>
    public void Add(TextGenerationUpdate update) => _result.Add(update);

    /// <inheritdoc/>
    public void WriteWhole(IBufferWriter<byte> destination)
    {
        Begin(destination, request.IsChat ? "chat.completion"u8 : "text_completion"u8);
        foreach (var (index, choice) in _result.Choices)
        {
            if (request.IsChat)
            {
                ChatChoiceWriter.Write(_json, index, choice, request);
            }
            else
            {
                CompletionChoiceWriter.Write(_json, index, choice, request);
            }
        }

        _json.WriteEndArray();
        UsageWriter.Write(_json, _result.Usage);
        End();
    }

    /// <inheritdoc/>
    public bool WriteEvents(IBufferWriter<byte> destination, TextGenerationUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        _usage = update.Usage ?? _usage;
        var isOpening = request.IsChat && _begun.Add(update.Choice);
        if (isOpening)
        {
            BeginChunk(destination);
            ChatChoiceWriter.WriteOpening(_json, update.Choice);
            EndChunk(destination, usage: null);
        }

        if (_held.Join(update) is not { } joined)
        {
            return isOpening;
        }

        BeginChunk(destination);
        WriteDelta(joined);
        EndChunk(destination, request.IncludesUsageAlways ? update.Usage : null);
        return true;
    }

    /// <inheritdoc/>
    public void WriteEnd(IBufferWriter<byte> destination)
    {
        if (request.IncludesUsage)
        {
            // The chunk behind all others has no choice but the tokens used.
            BeginChunk(destination);
            EndChunk(destination, _usage);
        }

        ServerSentEvents.WriteDone(destination);
    }

    /// <inheritdoc/>
    public void WriteFailure(
        IBufferWriter<byte> destination,
        int status,
        string message,
        string? parameter = null,
        string? reason = null)
    {
        ServerSentEvents.Begin(destination);
        OpenAiErrors.Write(destination, status, message, parameter, reason);
        ServerSentEvents.End(destination);
        ServerSentEvents.WriteDone(destination);
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void WriteDelta(TextGenerationUpdate update)
    {
        if (request.IsChat)
        {
            ChatChoiceWriter.WriteDelta(_json, update, request);
            return;
        }

        var offset = _offsets.GetValueOrDefault(update.Choice);
        CompletionChoiceWriter.WriteDelta(_json, update, offset, request);
        _offsets[update.Choice] = offset + update.Text.Length;
    }

    private void BeginChunk(IBufferWriter<byte> destination)
    {
        ServerSentEvents.Begin(destination);
        Begin(destination, request.IsChat ? "chat.completion.chunk"u8 : "text_completion"u8);
    }

    private void EndChunk(IBufferWriter<byte> destination, TextGenerationUsage? usage)
    {
        _json.WriteEndArray();
        if (usage is { } tokens)
        {
            UsageWriter.Write(_json, tokens);
        }
        else if (request.IncludesUsage)
        {
            _json.WriteNull("usage"u8);
        }

        End();
        ServerSentEvents.End(destination);
    }

    private void Begin(IBufferWriter<byte> destination, ReadOnlySpan<byte> kind)
    {
        _json.Reset(destination);
        _json.WriteStartObject();
        _json.WriteString("id"u8, _id);
        _json.WriteString("object"u8, kind);
        _json.WriteNumber("created"u8, _created);
        _json.WriteString("model"u8, request.Model);
        _json.WriteStartArray("choices"u8);
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
    }
}
