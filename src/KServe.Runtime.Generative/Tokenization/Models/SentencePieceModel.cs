using System.Runtime.InteropServices;
using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.Models;

/// <summary>Characters, merged into the tokens of the best scores; what is no token then becomes bytes.</summary>
/// <remarks>The byte-pair encoding of SentencePiece, as GGUF files of the model "llama" hold it.</remarks>
internal sealed class SentencePieceModel : TokenizerModel
{
    private readonly int[] _ranks;
    private readonly int[] _byteTokens;
    private readonly int? _unknownId;

    /// <summary>Creates a model.</summary>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="scores">Their scores; equal ones merge from left to right.</param>
    /// <param name="isMergeable">Which tokens text may become.</param>
    /// <param name="unknownId">The token of characters that are neither tokens nor bytes.</param>
    public SentencePieceModel(Vocabulary vocabulary, float[] scores, bool[] isMergeable, int? unknownId)
        : base(vocabulary)
    {
        _unknownId = unknownId;
        _byteTokens = vocabulary.FindByteTokens();
        var order = new int[scores.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (a, b) => scores[b].CompareTo(scores[a]));
        _ranks = new int[scores.Length];
        for (var (i, rank) = (0, 0); i < order.Length; i++)
        {
            rank += i > 0 && scores[order[i]] != scores[order[i - 1]] ? 1 : 0;
            _ranks[order[i]] = isMergeable[order[i]] ? rank : -1;
        }
    }

    /// <inheritdoc/>
    public override void Tokenize(ReadOnlySpan<char> word, int origin, TokenBuffer output)
    {
        var symbols = output.Merges;
        symbols.Clear();
        for (var at = 0; at < word.Length;)
        {
            var next = at + CodePoints.LengthAt(word, at);
            symbols.Add(Vocabulary.TryGetId(word[at..next], out var id) && _ranks[id] >= 0 ? id : -1, at, next);
            at = next;
        }

        symbols.Merge(new Rule(this, output.Pieces.Text, origin));
        for (var at = 0; at < symbols.Count; at = symbols.Next(at))
        {
            var (id, start, end) = (symbols.Id(at), symbols.Start(at), symbols.End(at));
            if (id >= 0)
            {
                output.Add(id, origin + start, origin + end);
            }
            else
            {
                AddBytes(word[start..end], origin + start, origin + end, output);
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>What is in no token becomes bytes, each a token.</remarks>
    public override TokenWeights Weigh() => TokenWeights.Of(Vocabulary, static _ => true);

    private void AddBytes(ReadOnlySpan<char> character, int start, int end, TokenBuffer output)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var value in utf8[..System.Text.Encoding.UTF8.GetBytes(character, utf8)])
        {
            var id = _byteTokens[value] >= 0 ? _byteTokens[value] : _unknownId ?? throw
                InferenceException.InvalidArgument("the text holds a character that the tokenizer has no token for");
            output.Add(id, start, end);
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly struct Rule(SentencePieceModel model, AlignedText text, int origin) : IMergeRule
    {
        public bool TryMerge(MergeWorkspace symbols, int left, int right, out int rank, out int id)
        {
            var joined = text.Span[(origin + symbols.Start(left))..(origin + symbols.End(right))];
            rank = -1;
            if (!model.Vocabulary.TryGetId(joined, out id))
            {
                return false;
            }

            rank = model._ranks[id];
            return rank >= 0;
        }
    }
}
