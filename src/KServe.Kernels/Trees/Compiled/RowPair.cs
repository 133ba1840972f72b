namespace KServe.Kernels.Trees.Compiled;

/// <summary>Holds two registers of rows that share each load of a threshold or a leaf.</summary>
internal readonly struct RowPair<TRows>(TRows low, TRows high)
    where TRows : unmanaged
{
    public readonly TRows Low = low;
    public readonly TRows High = high;
}
