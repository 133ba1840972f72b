using System.Buffers;
using System.Runtime.InteropServices;
using KServe.Kernels.Compute;

namespace KServe.Kernels.Linear;

/// <summary>Packs concatenated rows into panels, each panel by one thread.</summary>
internal sealed unsafe class PanelPacker(IReadOnlyList<IWeightRows> parts, PanelFormat format, byte* target, int rows)
{
    private readonly int _columns = parts[0].Columns;
    private int _failedRow = -1;

    /// <summary>Packs all rows.</summary>
    /// <returns>A row that the precision cannot hold, or -1.</returns>
    public int Pack(ComputePool pool)
    {
        var handle = GCHandle.Alloc(this);
        try
        {
            var work = new PackWork { Packer = handle };
            pool.Run(ref work, Panels.Count(rows));
        }
        finally
        {
            handle.Free();
        }

        return _failedRow;
    }

    private void PackPanel(int index)
    {
        var bytes = format.GetPanelBytes(_columns);
        var panel = target + ((nuint)index * bytes);
        NativeMemory.Clear(panel, bytes);
        var rented = ArrayPool<float>.Shared.Rent(_columns);
        try
        {
            var first = index * Panels.Rows;
            var count = Math.Min(Panels.Rows, rows - first);
            for (var lane = 0; lane < count && Volatile.Read(ref _failedRow) < 0; lane++)
            {
                PackRow(first + lane, panel, lane, rented.AsSpan(0, _columns));
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    private void PackRow(int row, byte* panel, int lane, Span<float> scratch)
    {
        var local = row;
        var part = 0;
        while (local >= parts[part].Rows)
        {
            local -= parts[part++].Rows;
        }

        if (!format.TryPackRow(parts[part], local, panel, lane, scratch))
        {
            Volatile.Write(ref _failedRow, row);
        }
    }

    private struct PackWork : IComputeWork
    {
        public GCHandle Packer;

        public readonly void Run(int part) => ((PanelPacker)Packer.Target!).PackPanel(part);
    }
}
