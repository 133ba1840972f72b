using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using KServe.Protocol.OpenAi;

namespace KServe.Protocol;

/// <summary>Writes the answer to one request, whole or in chunks.</summary>
/// <remarks>Not safe for concurrent use; one for each request.</remarks>
public sealed class OpenAiResponseWriter : IDisposable
{
    // JSON of its own content type is never part of a page: what HTML would need escaped stays readable.
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly OpenAiRequest _request;
    private readonly string _id;
    private readonly long _created;
    private readonly Utf8JsonWriter _json;
    private readonly HashSet<int> _begun = [];
    private readonly Dictionary<int, int> _offsets = [];

    /// <summary>Creates a writer.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">Names the answer.</param>
    /// <param name="created">When it began.</param>
    public OpenAiResponseWriter(OpenAiRequest request, string id, DateTimeOffset created)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(id);
        _request = request;
        _id = (request.IsChat ? "chatcmpl-" : "cmpl-") + id;
        _created = created.ToUnixTimeSeconds();
        _json = new Utf8JsonWriter(Stream.Null, Options);
    }

    /// <summary>Writes the whole answer.</summary>
    /// <param name="destination">Takes the JSON.</param>
    /// <param name="result">The choices.</param>
    public void WriteWhole(IBufferWriter<byte> destination, GenerationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        Begin(destination, _request.IsChat ? "chat.completion"u8 : "text_completion"u8);
        foreach (var (index, choice) in result.Choices)
        {
            if (_request.IsChat)
            {
                ChatChoiceWriter.Write(_json, index, choice, _request);
            }
            else
            {
                CompletionChoiceWriter.Write(_json, index, choice, _request);
            }
        }

        _json.WriteEndArray();
        WriteUsage(result.Usage);
        End();
    }

    /// <summary>Tells whether the chunk that opens a choice is still to be written.</summary>
    /// <param name="choice">The choice.</param>
    /// <returns><see langword="true"/> once for each choice of a chat.</returns>
    public bool NeedsOpening(int choice) => _begun.Add(choice) && _request.IsChat;

    /// <summary>Writes the chunk that opens a choice of a chat: its role.</summary>
    /// <param name="destination">Takes the JSON.</param>
    /// <param name="choice">The choice.</param>
    public void WriteOpening(IBufferWriter<byte> destination, int choice)
    {
        BeginChunk(destination);
        ChatChoiceWriter.WriteOpening(_json, choice);
        EndChunk(usage: null);
    }

    /// <summary>Writes one update as a chunk.</summary>
    /// <param name="destination">Takes the JSON.</param>
    /// <param name="update">The update.</param>
    public void WriteChunk(IBufferWriter<byte> destination, TextGenerationUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        BeginChunk(destination);
        if (_request.IsChat)
        {
            ChatChoiceWriter.WriteDelta(_json, update, _request);
        }
        else
        {
            var offset = _offsets.GetValueOrDefault(update.Choice);
            CompletionChoiceWriter.WriteDelta(_json, update, offset, _request);
            _offsets[update.Choice] = offset + update.Text.Length;
        }

        EndChunk(_request.IncludesUsageAlways ? update.Usage : null);
    }

    /// <summary>Writes the chunk behind all others, which has no choice but the tokens used.</summary>
    /// <param name="destination">Takes the JSON.</param>
    /// <param name="usage">The tokens used.</param>
    public void WriteUsageChunk(IBufferWriter<byte> destination, TextGenerationUsage usage)
    {
        BeginChunk(destination);
        EndChunk(usage);
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void BeginChunk(IBufferWriter<byte> destination) =>
        Begin(destination, _request.IsChat ? "chat.completion.chunk"u8 : "text_completion"u8);

    private void EndChunk(TextGenerationUsage? usage)
    {
        _json.WriteEndArray();
        if (usage is { } tokens)
        {
            WriteUsage(tokens);
        }
        else if (_request.IncludesUsage)
        {
            _json.WriteNull("usage"u8);
        }

        End();
    }

    private void Begin(IBufferWriter<byte> destination, ReadOnlySpan<byte> kind)
    {
        _json.Reset(destination);
        _json.WriteStartObject();
        _json.WriteString("id"u8, _id);
        _json.WriteString("object"u8, kind);
        _json.WriteNumber("created"u8, _created);
        _json.WriteString("model"u8, _request.Model);
        _json.WriteStartArray("choices"u8);
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
    }

    private void WriteUsage(TextGenerationUsage usage) => UsageWriter.Write(_json, usage);
}
