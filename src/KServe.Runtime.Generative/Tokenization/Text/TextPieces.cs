namespace KServe.Runtime.Generative.Tokenization.Text;

/// <summary>A text and the pieces that pre-tokenizers have cut it into so far.</summary>
internal sealed class TextPieces
{
    private List<TextRange> _next = [];

    /// <summary>Gets the text.</summary>
    public AlignedText Text { get; } = new();

    /// <summary>Gets the pieces, from left to right, none of them empty.</summary>
    public List<TextRange> Pieces { get; private set; } = [];

    /// <summary>Makes one range the only piece.</summary>
    public void Reset(TextRange whole)
    {
        Pieces.Clear();
        if (whole.Length > 0)
        {
            Pieces.Add(whole);
        }
    }

    /// <summary>Adds a piece to those of the next step.</summary>
    public void Add(int start, int end)
    {
        if (start < end)
        {
            _next.Add(new TextRange(start, end));
        }
    }

    /// <summary>Makes the added pieces the present ones.</summary>
    public void Advance()
    {
        (Pieces, _next) = (_next, Pieces);
        _next.Clear();
    }
}
