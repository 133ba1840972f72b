using KServe.Runtime.Generative.Tokenization.Decoders;
using KServe.Runtime.Generative.Tokenization.Reading;

namespace KServe.Runtime.Generative.Tokenization;

/// <summary>Turns text into the tokens of a model and back.</summary>
/// <remarks>
/// Reads <c>tokenizer.json</c> as the Hugging Face tokenizers library writes it, and gives the same tokens. A lone
/// surrogate in a text counts as U+FFFD. Thread-safe.
/// </remarks>
public sealed partial class Tokenizer
{
    /// <summary>The name of the file that holds a tokenizer.</summary>
    public const string FileName = "tokenizer.json";

    private readonly TokenizerParts _parts;
    private readonly AddedVocabulary _added;
    private readonly Lazy<TokenWeights?> _weights;

    internal Tokenizer(TokenizerParts parts)
    {
        _parts = parts;
        _added = new AddedVocabulary(parts);
        _weights = new Lazy<TokenWeights?>(() => TokenBound.Of(parts));
        VocabularySize = Math.Max(parts.Model.Vocabulary.Count, _added.HighestId + 1);
    }

    /// <summary>Gets the highest id and one.</summary>
    public int VocabularySize { get; }

    /// <summary>Gets how the file wants long encodings cut; applied only when it is asked for.</summary>
    public TruncationOptions? FileTruncation => _parts.Truncation;

    /// <summary>Gets how the file wants short encodings filled up; applied only when it is asked for.</summary>
    public PaddingOptions? FilePadding => _parts.Padding;

    /// <summary>Gets the ids of the special tokens, which decoding can leave out.</summary>
    public IReadOnlyList<int> SpecialTokenIds => [.. _added.Special.Select(token => token.Id).Order()];

    internal TokenizerParts Parts => _parts;

    internal AddedVocabulary Added => _added;

    /// <summary>Reads a tokenizer from a file, or from the folder that holds it.</summary>
    /// <param name="path">The file or folder.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="InferenceException">The file is not there, or is not a tokenizer.</exception>
    public static Tokenizer Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        path = Directory.Exists(path) ? Path.Combine(path, FileName) : path;
        return Parse(JsonFile.ReadBytes(path), Path.GetFileName(path));
    }

    /// <summary>Reads a tokenizer from the bytes of a file.</summary>
    /// <param name="utf8Json">The JSON text.</param>
    /// <param name="name">The file's name, for errors.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="InferenceException">The text is not a tokenizer.</exception>
    public static Tokenizer Parse(ReadOnlyMemory<byte> utf8Json, string name = FileName)
    {
        using var document = JsonFile.Parse(utf8Json, name);
        return new Tokenizer(TokenizerReader.Read(new JsonField(name, "", document.RootElement)));
    }

    /// <summary>Gets the id of a token.</summary>
    /// <param name="token">The token as the vocabulary writes it.</param>
    /// <returns>The id, or null.</returns>
    public int? TokenToId(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return _added.TryGet(token, out var added) ? added.Id
            : _parts.Model.Vocabulary.TryGetId(token, out var id) ? id
            : null;
    }

    /// <summary>Gets the token of an id.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The token as the vocabulary writes it, or null.</returns>
    public string? IdToToken(int id) =>
        _added.TryGet(id, out var added) ? added.Content
        : _parts.Model.Vocabulary.TryGetToken(id, out var token) ? token
        : null;

    /// <summary>Tells whether an id is that of a special token.</summary>
    /// <param name="id">The id.</param>
    public bool IsSpecial(int id) => IdToToken(id) is { } token && _added.IsSpecial(token);

    /// <summary>Gets the bytes that a token stands for inside a text.</summary>
    /// <remarks>They may be a part of a character. An added token stands for its own text.</remarks>
    /// <param name="id">The id.</param>
    /// <returns>The bytes in UTF-8; none if there is no such token.</returns>
    public byte[] GetTokenBytes(int id)
    {
        if (_added.TryGet(id, out var added))
        {
            return System.Text.Encoding.UTF8.GetBytes(added.Content);
        }

        if (!_parts.Model.Vocabulary.TryGetToken(id, out var token))
        {
            return [];
        }

        return _parts.Decoder.Inside(token, out var bytes) is { } text
            ? System.Text.Encoding.UTF8.GetBytes(text)
            : bytes;
    }

    /// <summary>Gets the text of tokens.</summary>
    /// <param name="ids">The ids; those of no token are left out.</param>
    /// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
    /// <returns>The text; bytes that are no text become U+FFFD.</returns>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false)
    {
        var sink = new TextSink();
        var first = _parts.Decoder.Create(sink);
        foreach (var id in ids)
        {
            if (IdToToken(id) is { } token && !(skipSpecialTokens && _added.IsSpecial(token)))
            {
                first.Push(token, continues: false);
            }
        }

        first.Flush();
        return sink.Take();
    }

    /// <summary>Creates a detokenizer for tokens that come one by one.</summary>
    /// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
    /// <returns>The detokenizer of one stream.</returns>
    public StreamingDetokenizer CreateDetokenizer(bool skipSpecialTokens = false) => new(this, skipSpecialTokens);
}
