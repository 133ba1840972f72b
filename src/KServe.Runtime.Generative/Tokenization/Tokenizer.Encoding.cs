using System.Collections.Concurrent;
using KServe.Runtime.Generative.Tokenization.PostProcessing;
using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization;

/// <content>From text to tokens.</content>
public sealed partial class Tokenizer
{
    // A byte is a token at least, and a unit of UTF-16 three bytes at most.
    private const int MostTokensOfUnit = 3;

    private static readonly EncodingOptions Defaults = new();
    private readonly ConcurrentBag<TokenBuffer> _buffers = [];

    /// <summary>Gets the ids of a text's tokens.</summary>
    /// <param name="text">The text.</param>
    /// <param name="addSpecialTokens">Whether the special tokens that frame a text are added.</param>
    /// <returns>The ids.</returns>
    /// <exception cref="InferenceException">The vocabulary has no token for a part of the text.</exception>
    public int[] EncodeToIds(ReadOnlySpan<char> text, bool addSpecialTokens = true)
    {
        var buffer = Rent(tracks: false, int.MaxValue);
        Tokenize(text, buffer);
        var ids = Frame(addSpecialTokens, buffer.Ids);
        Return(buffer);
        return ids;
    }

    /// <summary>Gets the ids of a text's tokens, unless there are too many.</summary>
    /// <remarks>A text of far too many is not tokenized, one of too many not to its end.</remarks>
    /// <param name="text">The text.</param>
    /// <param name="addSpecialTokens">Whether the special tokens that frame a text are added.</param>
    /// <param name="most">The most tokens.</param>
    /// <param name="count">How many there are; where there are too many, how many at least.</param>
    /// <returns>The ids; null where there are too many.</returns>
    /// <exception cref="InferenceException">The vocabulary has no token for a part of the text.</exception>
    internal int[]? EncodeToIds(ReadOnlySpan<char> text, bool addSpecialTokens, int most, out long count)
    {
        count = text.Length <= most / MostTokensOfUnit ? 0 : CountAtLeast(text);
        if (count > most)
        {
            return null;
        }

        var buffer = Rent(tracks: false, most);
        Tokenize(text, buffer);
        var ids = Frame(addSpecialTokens, buffer.Ids);
        Return(buffer);
        count = ids.Length;
        return count > most ? null : ids;
    }

    /// <summary>Gets how many tokens a text makes at least, special ones not counted, without making them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isPair">Whether it is one of two.</param>
    /// <returns>The count; 0 where nothing can be said.</returns>
    internal long CountAtLeast(ReadOnlySpan<char> text, bool isPair = false) =>
        _parts.PostProcessor.Keeps(isPair) && _weights.Value is { } weights ? weights.CountAtLeast(text) : 0;

    /// <summary>Gets the tokens of a text, with their places.</summary>
    /// <param name="text">The text.</param>
    /// <param name="options">How to encode; the defaults when null.</param>
    /// <returns>The encoding.</returns>
    /// <exception cref="InferenceException">The vocabulary has no token for a part of the text, or the text cannot be
    /// cut as asked.</exception>
    public TokenEncoding Encode(string text, EncodingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return EncodeBatch([(text, null)], options)[0];
    }

    /// <summary>Gets the tokens of two texts that go together.</summary>
    /// <param name="text">The first text.</param>
    /// <param name="pair">The second text.</param>
    /// <param name="options">How to encode; the defaults when null.</param>
    /// <returns>The encoding of both.</returns>
    /// <exception cref="InferenceException">The vocabulary has no token for a part of a text, or the texts cannot be
    /// cut as asked.</exception>
    public TokenEncoding Encode(string text, string pair, EncodingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(pair);
        return EncodeBatch([(text, pair)], options)[0];
    }

    /// <summary>Gets the tokens of several texts, filled up to one length where asked for.</summary>
    /// <param name="inputs">The texts, each with a second one or null.</param>
    /// <param name="options">How to encode; the defaults when null.</param>
    /// <returns>An encoding for each input.</returns>
    /// <exception cref="InferenceException">The vocabulary has no token for a part of a text, or a text cannot be cut
    /// as asked.</exception>
    public IReadOnlyList<TokenEncoding> EncodeBatch(
        IReadOnlyList<(string Text, string? Pair)> inputs,
        EncodingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        options ??= Defaults;
        var parts = new EncodingPart[inputs.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            var (text, pair) = inputs[i];
            var first = EncodePart(text, type: 0, options.Limit);
            var second = pair is null ? null : EncodePart(pair, type: 1, options.Limit);
            if (options.Truncation is { } truncation)
            {
                var added = options.AddSpecialTokens ? _parts.PostProcessor.CountAdded(second is not null) : 0;
                (first, second) = Truncation.Apply(first, second, truncation, added);
            }

            parts[i] = _parts.PostProcessor.Apply(first, second, options.AddSpecialTokens);
        }

        if (options.Padding is { } padding && parts.Length > 0)
        {
            Padding.Apply(parts, padding);
        }

        return [.. parts.Select(part => part.ToEncoding())];
    }

    internal void Tokenize(ReadOnlySpan<char> text, TokenBuffer buffer)
    {
        var at = 0;
        for (var search = 0; _added.Raw is { } matcher && !buffer.IsOver;)
        {
            var token = matcher.Next(text, search, at, out var match, out search);
            if (token is null)
            {
                break;
            }

            TokenizeSegment(text, at, match.Start, buffer);
            buffer.Add(token.Id, match.Start, match.End, text[match.Start..match.End]);
            at = match.End;
            search = Math.Max(search, at);
        }

        TokenizeSegment(text, at, text.Length, buffer);
    }

    private int[] Frame(bool addSpecialTokens, ReadOnlySpan<int> ids)
    {
        if (!addSpecialTokens || _parts.PostProcessor.Single is not { } template)
        {
            return ids.ToArray();
        }

        var length = 0;
        foreach (var piece in template)
        {
            length += piece.Sequence < 0 ? piece.Ids.Length : ids.Length;
        }

        var framed = new int[length];
        var at = 0;
        foreach (var piece in template)
        {
            var part = piece.Sequence < 0 ? piece.Ids : ids;
            part.CopyTo(framed.AsSpan(at));
            at += part.Length;
        }

        return framed;
    }

    // A part between two tokens that were found in the text as it came.
    private void TokenizeSegment(ReadOnlySpan<char> text, int start, int end, TokenBuffer buffer)
    {
        if (start >= end || buffer.IsOver)
        {
            return;
        }

        var pieces = buffer.Pieces;
        if (_added.Normalized is null)
        {
            pieces.Text.Load(text[start..end], start, buffer.Tracks);
            _parts.Normalizer?.Apply(pieces.Text);
            TokenizePieces(new TextRange(0, pieces.Text.Length), buffer);
            return;
        }

        TokenizeNormalized(text, start, end, _added.Normalized, buffer);
    }

    private void TokenizeNormalized(
        ReadOnlySpan<char> text,
        int start,
        int end,
        AddedTokenMatcher matcher,
        TokenBuffer buffer)
    {
        // Pre-tokenizers rewrite the text, so it is kept aside while its parts are tokenized one by one.
        var whole = new AlignedText();
        whole.Load(text[start..end], start, buffer.Tracks);
        _parts.Normalizer?.Apply(whole);
        var at = 0;
        for (var search = 0; ;)
        {
            var token = matcher.Next(whole.Span, search, at, out var match, out search);
            var stop = token is null ? whole.Length : match.Start;
            if (at < stop)
            {
                buffer.Pieces.Text.LoadPart(whole, at, stop);
                TokenizePieces(new TextRange(0, stop - at), buffer);
            }

            if (token is null || buffer.IsOver)
            {
                return;
            }

            var (from, to) = whole.OriginOf(match.Start, match.End);
            buffer.Add(token.Id, from, to, whole.Span[match.Start..match.End]);
            at = match.End;
            search = Math.Max(search, at);
        }
    }

    private void TokenizePieces(TextRange range, TokenBuffer buffer)
    {
        var pieces = buffer.Pieces;
        var from = buffer.Count;
        pieces.Reset(range);
        _parts.PreTokenizer?.Apply(pieces);
        foreach (var piece in pieces.Pieces)
        {
            if (buffer.IsOver)
            {
                break;
            }

            _parts.Model.Tokenize(pieces.Text.Span[piece.Start..piece.End], piece.Start, buffer);
        }

        buffer.ToOriginal(from);
    }

    private EncodingPart EncodePart(string text, int type, int limit)
    {
        var buffer = Rent(tracks: true, limit);
        Tokenize(text, buffer);
        var places = CodePointPlaces(text);
        var part = new EncodingPart();
        for (var i = 0; i < buffer.Count; i++)
        {
            var id = buffer.Ids[i];
            var token = buffer.Texts.TryGetValue(i, out var own) ? own : IdToToken(id) ?? "";
            var (start, end) = (buffer.Starts[i], buffer.Ends[i]);
            part.Add(id, token, places is null ? (start, end) : (places[start], places[end]), type, special: 0);
        }

        Return(buffer);
        return part;
    }

    // Null where every unit is a code point.
    private static int[]? CodePointPlaces(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            return null;
        }

        var places = new int[text.Length + 1];
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            places[i] = count;
            if (CodePoints.LengthAt(text, i) == 2)
            {
                places[++i] = count;
            }

            count++;
        }

        places[text.Length] = count;
        return places;
    }

    private TokenBuffer Rent(bool tracks, int limit)
    {
        if (!_buffers.TryTake(out var buffer))
        {
            buffer = new TokenBuffer();
        }

        buffer.Clear();
        buffer.Tracks = tracks;
        buffer.Limit = limit;
        return buffer;
    }

    private void Return(TokenBuffer buffer)
    {
        if (buffer.IsSmall && _buffers.Count < Environment.ProcessorCount * 2)
        {
            _buffers.Add(buffer);
        }
    }
}
