using KServe.Runtime.Generative.Tokenization.Models;
using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization;

/// <summary>The tokens of a text while it is tokenized, and the memory that is used on the way.</summary>
/// <remarks>Used by one thread at a time, and again for the next text.</remarks>
internal sealed class TokenBuffer
{
    private const int MostKept = 1 << 18;
    private int[] _ids = new int[64];
    private int[] _starts = new int[64];
    private int[] _ends = new int[64];

    /// <summary>Gets the number of tokens.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the ids.</summary>
    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, Count);

    /// <summary>Gets where tokens begin.</summary>
    public ReadOnlySpan<int> Starts => _starts.AsSpan(0, Count);

    /// <summary>Gets where tokens end.</summary>
    public ReadOnlySpan<int> Ends => _ends.AsSpan(0, Count);

    /// <summary>Gets the texts of tokens that are not those of the vocabulary.</summary>
    public Dictionary<int, string> Texts { get; } = [];

    /// <summary>Gets whether offsets and texts are wanted.</summary>
    public bool Tracks { get; set; }

    /// <summary>Gets or sets how many tokens are wanted: with one more the work may end.</summary>
    public int Limit { get; set; } = int.MaxValue;

    /// <summary>Gets whether there are more tokens than wanted.</summary>
    public bool IsOver => Count > Limit;

    /// <summary>Gets the text under work.</summary>
    public TextPieces Pieces { get; } = new();

    /// <summary>Gets the memory of merges.</summary>
    public MergeWorkspace Merges { get; } = new();

    /// <summary>Gets the memory of lattices.</summary>
    public LatticeWorkspace Lattice { get; } = new();

    /// <summary>Gets whether so little memory is held that it is worth keeping.</summary>
    public bool IsSmall => _ids.Length <= MostKept && Pieces.Text.Capacity <= MostKept && Merges.Capacity <= MostKept
        && Lattice.Capacity <= MostKept;

    /// <summary>Drops all tokens.</summary>
    public void Clear()
    {
        Count = 0;
        Texts.Clear();
    }

    /// <summary>Adds a token.</summary>
    public void Add(int id, int start, int end)
    {
        if (Count == _ids.Length)
        {
            Array.Resize(ref _ids, Count * 2);
            Array.Resize(ref _starts, Count * 2);
            Array.Resize(ref _ends, Count * 2);
        }

        _ids[Count] = id;
        _starts[Count] = start;
        _ends[Count++] = end;
    }

    /// <summary>Adds a token whose text is not that of its id.</summary>
    public void Add(int id, int start, int end, ReadOnlySpan<char> text)
    {
        if (Tracks)
        {
            Texts[Count] = text.ToString();
        }

        Add(id, start, end);
    }

    /// <summary>Turns the places of tokens in the text under work into places in the original.</summary>
    public void ToOriginal(int from)
    {
        if (!Tracks)
        {
            return;
        }

        for (var i = from; i < Count; i++)
        {
            (_starts[i], _ends[i]) = Pieces.Text.OriginOf(_starts[i], _ends[i]);
        }
    }
}
