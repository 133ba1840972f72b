namespace KServe.Runtime.Sklearn.Models.Neighbors;

/// <summary>Keeps the nearest rows found so far: the farthest of them lies at the root.</summary>
/// <remarks>
/// A row as far as the farthest does not enter, and rows move in the heap as in scikit-learn's: of equally near rows,
/// the same ones stay. Not safe for concurrent calls; one per request, cleared for each row.
/// </remarks>
internal sealed class NeighborHeap(int size)
{
    private readonly double[] _distances = new double[size];
    private readonly int[] _rows = new int[size];

    /// <summary>Gets the distance of the farthest row kept; infinite until the heap is full.</summary>
    public double Largest => _distances[0];

    /// <summary>Gets the rows kept.</summary>
    public ReadOnlySpan<int> Rows => _rows;

    /// <summary>Gets the distances of the rows kept.</summary>
    public Span<double> Distances => _distances;

    public void Clear()
    {
        _distances.AsSpan().Fill(double.PositiveInfinity);
        _rows.AsSpan().Clear();
    }

    /// <summary>Keeps a row if it is nearer than the farthest one kept.</summary>
    public void Push(double distance, int row)
    {
        if (distance >= _distances[0])
        {
            return;
        }

        var at = 0;
        while (FindLargerChild(at) is var child && child < size && distance < _distances[child])
        {
            _distances[at] = _distances[child];
            _rows[at] = _rows[child];
            at = child;
        }

        _distances[at] = distance;
        _rows[at] = row;
    }

    /// <summary>Orders the rows kept from the nearest to the farthest.</summary>
    public void Sort() => Array.Sort(_distances, _rows);

    private int FindLargerChild(int at)
    {
        var left = 2 * at + 1;
        return left + 1 < size && _distances[left] < _distances[left + 1] ? left + 1 : left;
    }
}
