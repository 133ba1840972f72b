using System.Globalization;
using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.Models.Encoders;
using KServe.Runtime.Generative.Tokenization;

namespace KServe.Runtime.Generative.Serving.Encoders;

/// <summary>Turns texts into what an encoder takes.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class EncoderTokenizer
{
    /// <summary>The most scores of a text: 64 MiB of them.</summary>
    public const long MaxScores = 16 << 20;

    private static readonly string[] UsualMasks = ["[MASK]", "<mask>"];

    private readonly LanguageModelFiles _files;
    private readonly EncoderModel _model;
    private readonly bool _addsSpecialTokens;
    private readonly int _cut;
    private readonly string? _mask;

    /// <summary>Creates the tokenizer of a model.</summary>
    /// <exception cref="InferenceException">The model fills masks, and its tokenizer has none.</exception>
    public EncoderTokenizer(LanguageModelFiles files, EncoderModel model, LanguageModelOptions options, bool fillsMasks)
    {
        (_files, _model) = (files, model);
        _addsSpecialTokens = options.Encoder.AddsSpecialTokens;
        MaxLength = GetMaxLength(model, options);
        _cut = Math.Min(MaxLength, files.Configuration.Pooling?.MaxSequenceLength ?? int.MaxValue);
        _mask = fillsMasks ? FindMask(files) : null;
        MaskId = _mask is null ? -1 : files.Tokenizer.TokenToId(_mask)!.Value;
    }

    /// <summary>Gets the most tokens of a text.</summary>
    public int MaxLength { get; }

    /// <summary>Gets the token that stands for a missing one; -1 where none is filled.</summary>
    public int MaskId { get; }

    /// <summary>Gets the tokens of a text.</summary>
    /// <param name="input">The text.</param>
    /// <param name="truncates">Whether a longer text is cut.</param>
    /// <param name="index">Its number, for errors.</param>
    /// <exception cref="InferenceException">It has no tokens, too many, or no mask.</exception>
    public EncoderInput Encode(TextInput input, bool truncates, int index)
    {
        if (!truncates)
        {
            CheckLeast(input);
        }

        var encoded = Encode(input, truncates);
        Check(encoded.Ids);
        if (_mask is null)
        {
            return encoded;
        }

        int[] masks = [.. Enumerable.Range(0, encoded.Ids.Length).Where(place => encoded.Ids[place] == MaskId)];
        return masks.Length == 0 ? throw Wrong($"Text {index} has no mask: '{_mask}' was expected.")
            : (long)masks.Length * _model.OutputWidth > MaxScores
                ? throw Wrong($"Text {index} has {masks.Length} masks: at most {MaxScores / _model.OutputWidth} were "
                    + "expected.")
            : encoded with { Chosen = masks };
    }

    private static int GetMaxLength(EncoderModel model, LanguageModelOptions options)
    {
        var reach = model.MaxSequenceLength;
        var asked = options.Engine.MaxSequenceLength ?? reach;
        return asked >= 1 && asked <= reach
            ? asked
            : throw InferenceException.InvalidArgument(string.Create(
                CultureInfo.InvariantCulture,
                $"max_model_len is {asked}: the model takes texts of at most {reach} tokens"));
    }

    private static string FindMask(LanguageModelFiles files) =>
        files.Settings.MaskToken is { } named && files.Tokenizer.TokenToId(named) is not null
            ? named
            : Array.Find(UsualMasks, mask => files.Tokenizer.TokenToId(mask) is not null)
                ?? throw InferenceException.InvalidArgument(
                    "tokenizer_config.json: mask_token is missing, which fill_mask needs");

    private EncoderInput Encode(TextInput input, bool truncates)
    {
        if (input.TokenIds is { } given)
        {
            return new EncoderInput([.. given], new int[given.Count]);
        }

        var settings = new EncodingOptions
        {
            AddSpecialTokens = _addsSpecialTokens,
            Truncation = truncates ? new TruncationOptions { MaxLength = _cut } : null,
            Limit = truncates ? int.MaxValue : MaxLength,
        };
        var encoding = input.Pair is { } pair
            ? _files.Tokenizer.Encode(input.Text!, pair, settings)
            : _files.Tokenizer.Encode(input.Text!, settings);

        // Models with one kind of segment are given no kinds, whatever the tokenizer says of pairs.
        var lastType = _model.Embeddings.TokenTypeCount - 1;
        return new EncoderInput([.. encoding.Ids], [.. encoding.TypeIds.Select(type => Math.Clamp(type, 0, lastType))])
        {
            Offsets = encoding.Offsets,
        };
    }

    // What cannot fit costs no more than a look at its characters.
    private void CheckLeast(TextInput input)
    {
        var isPair = input.Pair is not null;
        var least = _files.Tokenizer.CountAtLeast(input.Text, isPair)
            + _files.Tokenizer.CountAtLeast(input.Pair, isPair);
        if (least > MaxLength)
        {
            throw TooLong(least);
        }
    }

    private void Check(int[] tokens)
    {
        if (tokens.Length > MaxLength)
        {
            throw TooLong(tokens.Length);
        }

        if (tokens.Length == 0)
        {
            throw Wrong($"An input has no tokens: from 1 to {MaxLength} were expected.");
        }

        foreach (var token in tokens)
        {
            if ((uint)token >= (uint)_model.Embeddings.Count)
            {
                throw Wrong($"Token {token} is not in the vocabulary.");
            }
        }
    }

    // A text is not tokenized further than to what is too much.
    private InferenceException TooLong(long least) => new(
        InferenceErrorCode.InvalidArgument,
        $"An input has at least {least} tokens: from 1 to {MaxLength} were expected.")
    {
        Parameter = "input",
        Reason = GenerationErrors.ContextLengthCode,
    };

    private static InferenceException Wrong(string message) =>
        new(InferenceErrorCode.InvalidArgument, message) { Parameter = "input" };
}
