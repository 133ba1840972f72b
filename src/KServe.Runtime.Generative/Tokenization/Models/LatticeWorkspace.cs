namespace KServe.Runtime.Generative.Tokenization.Models;

/// <summary>The best way to every place of a piece.</summary>
internal sealed class LatticeWorkspace
{
    private double[] _scores = new double[64];
    private int[] _ids = new int[64];
    private int[] _starts = new int[64];

    /// <summary>Gets how many places there is room for.</summary>
    public int Capacity => _ids.Length;

    /// <summary>Gets how many ways were looked at since the creation, for tests of the growth of work.</summary>
    public long Steps { get; private set; }

    /// <summary>Prepares for places 0 to length.</summary>
    public void Reset(int length)
    {
        if (_ids.Length <= length)
        {
            var capacity = (int)Math.Min(Array.MaxLength, Math.Max((long)length + 1, _ids.Length * 2L));
            _scores = new double[capacity];
            _ids = new int[capacity];
            _starts = new int[capacity];
        }

        _scores[0] = 0;
        _starts.AsSpan(0, length + 1).Fill(-1);
    }

    /// <summary>Gets the score of the best way to a place.</summary>
    public double Score(int place) => _scores[place];

    /// <summary>Gets the last token of the best way to a place.</summary>
    public int Id(int place) => _ids[place];

    /// <summary>Gets where the last token of the best way to a place begins.</summary>
    public int Start(int place) => _starts[place];

    /// <summary>Offers a way to a place.</summary>
    public void Offer(int start, int end, int id, double score)
    {
        Steps++;
        if (_starts[end] < 0 || score > _scores[end])
        {
            _scores[end] = score;
            _ids[end] = id;
            _starts[end] = start;
        }
    }
}
