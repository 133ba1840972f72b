namespace KServe.Kernels.Trees.Compiled;

/// <summary>Holds one number for each of several rows: one width of the SIMD ladder.</summary>
internal interface IRowVector<TSelf, T>
    where TSelf : unmanaged, IRowVector<TSelf, T>
    where T : unmanaged
{
    static abstract int Count { get; }

    static abstract TSelf Create(T value);

    static abstract TSelf Load(ref T source);

    static abstract void Store(TSelf value, ref T target);

    static abstract TSelf operator +(TSelf left, TSelf right);

    /// <summary>Chooses, row by row, the right number where the value is at least the threshold, else the left one.</summary>
    static abstract TSelf Choose(TSelf value, TSelf threshold, TSelf left, TSelf right);
}
