using KServe.Kernels.Compute;

namespace KServe.Kernels.Linear;

/// <summary>Matrices of different precisions, whose outputs follow one another.</summary>
internal sealed unsafe class ConcatenatedMatrix(List<PanelMatrix> parts)
    : WeightMatrix(checked(parts.Sum(part => part.Rows)), parts[0].Columns)
{
    // The most precise one would be wrong for most rows; the first is what most of a fused matrix is.
    public override WeightFormat Format => parts[0].Format;

    public override long SizeInBytes => parts.Sum(part => part.SizeInBytes);

    public override void Multiply(ReadOnlySpan<float> input, int tokens, Span<float> output, ComputePool pool)
    {
        CheckSpans(input, tokens, output, pool);
        fixed (float* source = input, target = output)
        {
            var first = target;
            foreach (var part in parts)
            {
                part.MultiplyTo(source, tokens, first, Rows, pool);
                first += part.Rows;
            }
        }
    }

    public override void CopyRow(int row, Span<float> destination)
    {
        CheckRow(row, destination);
        var part = 0;
        while (row >= parts[part].Rows)
        {
            row -= parts[part++].Rows;
        }

        parts[part].CopyRow(row, destination);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var part in parts)
            {
                part.Dispose();
            }
        }

        base.Dispose(disposing);
    }
}
