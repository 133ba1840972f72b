namespace KServe.Kernels.Trees.Compiled;

/// <summary>Collects covers as float32 as long as that loses nothing, and as float64 from then on.</summary>
internal sealed class CoverList(int capacity)
{
    private GrowingArray<float>? _narrow = new(capacity);
    private GrowingArray<double>? _wide;

    public void Add(double cover)
    {
        if (_narrow is not null && cover != (float)cover)
        {
            Widen(_narrow);
        }

        _narrow?.Add((float)cover);
        _wide?.Add(cover);
    }

    public CoverTable ToTable() => new(_narrow?.ToArray(), _wide?.ToArray());

    private void Widen(GrowingArray<float> narrow)
    {
        _wide = new GrowingArray<double>(narrow.Capacity);
        for (var i = 0; i < narrow.Count; i++)
        {
            _wide.Add(narrow[i]);
        }

        _narrow = null;
    }
}
