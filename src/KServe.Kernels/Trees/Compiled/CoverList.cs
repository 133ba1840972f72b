namespace KServe.Kernels.Trees.Compiled;

/// <summary>Collects covers as float32 as long as that loses nothing, and as float64 from then on.</summary>
internal sealed class CoverList
{
    private List<float>? _narrow = [];
    private List<double>? _wide;

    public void Add(double cover)
    {
        if (_narrow is not null && cover != (float)cover)
        {
            _wide = [.. _narrow.Select(value => (double)value)];
            _narrow = null;
        }

        _narrow?.Add((float)cover);
        _wide?.Add(cover);
    }

    public CoverTable ToTable() => new(_narrow?.ToArray(), _wide?.ToArray());
}
