using KServe.Kernels.Compute;

namespace KServe.Kernels.Linear;

/// <summary>A matrix in panels.</summary>
internal sealed unsafe class PanelMatrix(
    int rows,
    int columns,
    PanelFormat format,
    NativeBuffer memory,
    KernelChoice choice) : WeightMatrix(rows, columns)
{
    // Bounds the memory of quantized inputs; weights are read once for so many.
    private const int MaxTokens = 1020;

    private readonly PanelKernel _kernel = PanelKernel.Choose(format.Format, choice);
    private readonly nuint _panelBytes = format.GetPanelBytes(columns);

    public override WeightFormat Format => format.Format;

    public override long SizeInBytes => checked((long)memory.Length);

    public override void Multiply(ReadOnlySpan<float> input, int tokens, Span<float> output, ComputePool pool)
    {
        CheckSpans(input, tokens, output, pool);
        fixed (float* source = input, target = output)
        {
            MultiplyTo(source, tokens, target, Rows, pool);
        }
    }

    public override void CopyRow(int row, Span<float> destination)
    {
        CheckRow(row, destination);
        var panel = memory.Pointer + ((nuint)(row / Panels.Rows) * _panelBytes);
        format.ReadRow(panel, row % Panels.Rows, destination[..Columns]);
        GC.KeepAlive(memory);
    }

    /// <summary>Multiplies, with a distance of the caller's between the outputs of tokens.</summary>
    public void MultiplyTo(float* input, int tokens, float* output, nint outputStride, ComputePool pool)
    {
        for (var first = 0; first < tokens; first += MaxTokens)
        {
            var count = Math.Min(MaxTokens, tokens - first);
            MultiplySome(input + ((nint)first * Columns), count, output + (first * outputStride), outputStride, pool);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            memory.Dispose();
        }

        base.Dispose(disposing);
    }

    private void MultiplySome(float* input, int tokens, float* output, nint outputStride, ComputePool pool)
    {
        var work = new MultiplyWork
        {
            Kernel = _kernel.Run,
            Weights = memory.Pointer,
            PanelBytes = (nint)_panelBytes,
            Rows = Rows,
            Steps = _kernel.GetSteps(Columns),
            Tokens = tokens,
            Output = output,
            OutputStride = outputStride,
        };
        work.Input = _kernel.Prepare(input, tokens, Columns, pool, out work.InputStride);
        work.Plan(pool.Threads);
        pool.Run(ref work, work.Parts);
        GC.KeepAlive(memory);
    }
}
