using System.Buffers;
using System.Text.Json;
using KServe.Protocol.OpenAi;

namespace KServe.Protocol;

/// <content>The side of a client: classes, scores and tokens.</content>
public static partial class OpenAiJson
{
    /// <summary>Tells whether all pairs begin with the same text, so that a ranking gives their scores.</summary>
    /// <param name="request">The pairs.</param>
    /// <returns><see langword="true"/> for one pair or none, too.</returns>
    public static bool HasOneQuery(TextEncodingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ScoreCodec.HasOneQuery(request);
    }

    /// <summary>Writes a request for vectors of one endpoint.</summary>
    /// <param name="destination">Takes the JSON.</param>
    /// <param name="model">The model's name at the server.</param>
    /// <param name="request">The texts: pairs for rankings and scores, single ones otherwise.</param>
    /// <param name="kind">The endpoint.</param>
    /// <exception cref="InferenceException">The endpoint does not take such texts.</exception>
    public static void WriteEncodingRequest(
        IBufferWriter<byte> destination,
        string model,
        TextEncodingRequest request,
        OpenAiEncodingKind kind)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(request);
        using var json = new Utf8JsonWriter(destination, ClientOptions);
        switch (kind)
        {
            case OpenAiEncodingKind.Rerank:
                ScoreCodec.WriteRanking(json, model, request);
                break;
            case OpenAiEncodingKind.Score:
                ScoreCodec.WriteScores(json, model, request);
                break;
            case OpenAiEncodingKind.Classify:
                ClassCodec.Write(json, model, request);
                break;
            default:
                EmbeddingCodec.Write(json, model, request);
                break;
        }
    }

    /// <summary>Reads the vectors that an endpoint answered, in the order of the inputs.</summary>
    /// <param name="body">The JSON.</param>
    /// <param name="count">How many inputs there were.</param>
    /// <param name="kind">The endpoint.</param>
    /// <returns>One vector for each input.</returns>
    /// <exception cref="InferenceException">It is no such answer to so many inputs.</exception>
    public static TextEncodingResult ReadEncodingAnswer(
        ReadOnlyMemory<byte> body,
        int count,
        OpenAiEncodingKind kind) => ReadAnswer(body, root => kind switch
        {
            OpenAiEncodingKind.Rerank => ScoreCodec.ReadRanking(root, count),
            OpenAiEncodingKind.Score => ScoreCodec.ReadScores(root, count),
            OpenAiEncodingKind.Classify => ClassCodec.Read(root, count),
            _ => EmbeddingCodec.Read(root, count),
        });

    /// <summary>Writes a request for the tokens of a prompt, as vLLM's <c>/tokenize</c> takes it.</summary>
    /// <param name="destination">Takes the JSON.</param>
    /// <param name="model">The model's name at the server.</param>
    /// <param name="request">The prompt, a text or messages.</param>
    /// <param name="returnsTexts">Whether the texts of the tokens are asked for.</param>
    /// <exception cref="InferenceException">The prompt is made of tokens already.</exception>
    public static void WriteTokenizeRequest(
        IBufferWriter<byte> destination,
        string model,
        TextGenerationRequest request,
        bool returnsTexts)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(request);
        using var json = new Utf8JsonWriter(destination, ClientOptions);
        TokensCodec.Write(json, model, request, returnsTexts);
    }

    /// <summary>Reads tokens.</summary>
    /// <param name="body">The JSON.</param>
    /// <param name="returnsTexts">Whether their texts were asked for.</param>
    /// <returns>The tokens.</returns>
    /// <exception cref="InferenceException">It is no such answer.</exception>
    public static TextTokens ReadTokenizeAnswer(ReadOnlyMemory<byte> body, bool returnsTexts) =>
        ReadAnswer(body, root => TokensCodec.Read(root, returnsTexts));

    /// <summary>Writes a request for the text of tokens, as vLLM's <c>/detokenize</c> takes it.</summary>
    /// <param name="destination">Takes the JSON.</param>
    /// <param name="model">The model's name at the server.</param>
    /// <param name="tokenIds">The tokens.</param>
    public static void WriteDetokenizeRequest(
        IBufferWriter<byte> destination,
        string model,
        IReadOnlyList<int> tokenIds)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tokenIds);
        using var json = new Utf8JsonWriter(destination, ClientOptions);
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        SamplingWriter.WriteNumbers(json, "tokens"u8, tokenIds);
        json.WriteEndObject();
    }

    /// <summary>Reads the text of tokens.</summary>
    /// <param name="body">The JSON.</param>
    /// <returns>The text.</returns>
    /// <exception cref="InferenceException">It is no such answer.</exception>
    public static string ReadDetokenizeAnswer(ReadOnlyMemory<byte> body) => ReadAnswer(body, TokensCodec.ReadText);
}
