using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Writes the answer to one generate request, whole or in events.</summary>
/// <remarks>Not safe for concurrent use; one for each request.</remarks>
public sealed class GenerateResponseWriter : IDisposable
{
    // What OpenAI's routes write for a probability of 0, too: JSON has no infinity.
    private const float Floor = -9999;

    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly GenerateRequest _request;
    private readonly string _model;
    private readonly string _version;
    private readonly ITextTokenizer? _tokenizer;
    private readonly Utf8JsonWriter _json = new(Stream.Null, Options);

    /// <summary>Creates a writer.</summary>
    /// <param name="request">The request.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="version">The version that answers.</param>
    /// <param name="tokenizer">Tells special tokens; <see langword="null"/> where nothing does.</param>
    public GenerateResponseWriter(GenerateRequest request, string model, string version, ITextTokenizer? tokenizer)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(version);
        (_request, _model, _version, _tokenizer) = (request, model, version, tokenizer);
    }

    /// <summary>Writes the whole answer.</summary>
    /// <param name="destination">Takes the JSON.</param>
    /// <param name="choice">What was generated.</param>
    public void WriteWhole(IBufferWriter<byte> destination, GenerationChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        Begin(destination, choice.Text);
        if (_request.HasDetails)
        {
            _json.WriteStartObject("details"u8);
            _json.WriteString("finish_reason"u8, GetReason(choice.End));
            _json.WriteStartArray("logprobs"u8);
            foreach (var token in choice.Logprobs)
            {
                WriteToken(token);
            }

            _json.WriteEndArray();
            _json.WriteEndObject();
        }

        End();
    }

    /// <summary>Writes one event: a piece of text, with details that of at most one token.</summary>
    /// <param name="destination">Takes the JSON.</param>
    /// <param name="update">What follows.</param>
    public void WritePiece(IBufferWriter<byte> destination, TextGenerationUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        Begin(destination, update.Text);
        if (_request.HasDetails)
        {
            _json.WriteStartObject("details"u8);
            _json.WriteString("finish_reason"u8, GetReason(update));
            _json.WritePropertyName("token"u8);
            if (update.Logprobs is [var token, ..])
            {
                WriteToken(token);
            }
            else
            {
                _json.WriteNullValue();
            }

            _json.WriteEndObject();
        }

        End();
    }

    /// <summary>Releases the writer's memory.</summary>
    public void Dispose() => _json.Dispose();

    private static string? GetReason(TextGenerationUpdate? end) => end?.FinishReason switch
    {
        null => null,
        GenerationFinishReason.Length => "length",
        GenerationFinishReason.Stop when end.StopText is not null || end.StopTokenId is not null => "stop_sequence",
        _ => "eos_token",
    };

    private void Begin(IBufferWriter<byte> destination, string text)
    {
        _json.Reset(destination);
        _json.WriteStartObject();
        if (_request.Id is { } id)
        {
            _json.WriteString("id"u8, id);
        }

        _json.WriteString("model_name"u8, _model);
        _json.WriteString("model_version"u8, _version);
        _json.WriteString("text_output"u8, text);
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
    }

    private void WriteToken(TextLogprob token)
    {
        _json.WriteStartObject();
        _json.WriteNumber("id"u8, token.TokenId);
        _json.WriteString("text"u8, token.Text);
        _json.WriteNumber("logprob"u8, Math.Max(token.Logprob, Floor));
        _json.WriteBoolean("special"u8, _tokenizer?.IsSpecial(token.TokenId) ?? false);
        _json.WriteEndObject();
    }
}
