using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using KServe.Protocol.OpenAi;

namespace KServe.Protocol;

/// <content>The side of a client.</content>
public static partial class OpenAiJson
{
    private const int MaxListedModels = 4096;

    private static readonly JsonWriterOptions ClientOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonDocumentOptions Answers = new() { MaxDepth = OpenAiLimits.Depth };

    /// <summary>Writes a request to generate text: a chat for messages, a plain completion for any other
    /// prompt.</summary>
    /// <remarks>Answers are asked for as events, but for those with log-probabilities of the prompt.</remarks>
    /// <param name="destination">Takes the JSON.</param>
    /// <param name="model">The model's name at the server.</param>
    /// <param name="request">The request.</param>
    /// <param name="form">What the server differs in.</param>
    /// <exception cref="InferenceException">The request cannot be said in OpenAI's protocol.</exception>
    public static void WriteRequest(
        IBufferWriter<byte> destination,
        string model,
        TextGenerationRequest request,
        OpenAiRequestForm form)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(form);
        using var json = new Utf8JsonWriter(destination, ClientOptions);
        RequestWriter.Write(json, model, request, form);
    }

    /// <summary>Reads one event of a stream, or a whole answer.</summary>
    /// <param name="body">The JSON.</param>
    /// <returns>What it says; keeps nothing of the body.</returns>
    /// <exception cref="InferenceException">It is none of OpenAI's answers.</exception>
    public static OpenAiChunk ReadChunk(ReadOnlyMemory<byte> body) => ReadAnswer(body, ChunkReader.Read);

    /// <summary>Writes a request for embeddings.</summary>
    /// <param name="destination">Takes the JSON.</param>
    /// <param name="model">The model's name at the server.</param>
    /// <param name="request">The texts.</param>
    /// <exception cref="InferenceException">There is a pair of texts.</exception>
    public static void WriteEmbeddingRequest(
        IBufferWriter<byte> destination,
        string model,
        TextEncodingRequest request)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(request);
        using var json = new Utf8JsonWriter(destination, ClientOptions);
        EmbeddingCodec.Write(json, model, request);
    }

    /// <summary>Reads embeddings, as numbers or as base64.</summary>
    /// <param name="body">The JSON.</param>
    /// <param name="count">How many there must be.</param>
    /// <returns>The vectors, all of one length.</returns>
    /// <exception cref="InferenceException">It is no answer with so many embeddings.</exception>
    public static TextEncodingResult ReadEmbeddings(ReadOnlyMemory<byte> body, int count) =>
        ReadAnswer(body, root => EmbeddingCodec.Read(root, count));

    /// <summary>Reads the list of a server's models.</summary>
    /// <param name="body">The JSON.</param>
    /// <returns>The models, those without a name left out.</returns>
    /// <exception cref="InferenceException">It is no such list.</exception>
    public static IReadOnlyList<OpenAiModelEntry> ReadModels(ReadOnlyMemory<byte> body) =>
        ReadAnswer<IReadOnlyList<OpenAiModelEntry>>(body, static root =>
            ChunkJson.Array(root, "data"u8) is { } data && data.GetArrayLength() <= MaxListedModels
                ?
                [
                    .. data.EnumerateArray()
                        .Where(static item => ChunkJson.Text(item, "id"u8) is not null)
                        .Select(static item => new OpenAiModelEntry(
                            ChunkJson.Text(item, "id"u8)!,
                            Math.Max(0, ChunkJson.Integer(item, "max_model_len"u8) ?? 0))),
                ]
                : throw InferenceException.InvalidArgument("'data' is not a list of models"));

    /// <summary>Reads a failure.</summary>
    /// <param name="body">The body, whole or its beginning.</param>
    /// <returns>The failure; <see langword="null"/> when the body tells of none.</returns>
    public static OpenAiError? ReadError(ReadOnlySpan<byte> body) => ErrorReader.Read(body);

    private static T ReadAnswer<T>(ReadOnlyMemory<byte> body, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Answers);
            return read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new InferenceException(InferenceErrorCode.InvalidArgument, "it is no JSON that can be read", error);
        }
    }
}
