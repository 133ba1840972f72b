using KServe.Kernels.Compute;

namespace KServe.Kernels.Linear;

/// <summary>Chooses the layout of matrices and fills it.</summary>
internal static unsafe class MatrixPacker
{
    private static readonly SinglePanels Single = new();
    private static readonly BrainPanels Brain = new();
    private static readonly HalfPanels Half = new();
    private static readonly ByteBlockPanels Bytes = new();
    private static readonly CenteredNibblePanels CenteredNibbles = new();
    private static readonly RaisedNibblePanels RaisedNibbles = new();

    /// <summary>Packs concatenated matrices.</summary>
    public static WeightMatrix Create(
        IReadOnlyList<IWeightRows> parts,
        WeightPrecision precision,
        ComputePool pool,
        KernelChoice choice)
    {
        Check(parts);
        var matrices = new List<PanelMatrix>();
        try
        {
            for (var first = 0; first < parts.Count;)
            {
                var format = Choose(parts[first].Format, precision);
                var group = new List<IWeightRows>();
                while (first < parts.Count && Choose(parts[first].Format, precision) == format)
                {
                    group.Add(parts[first++]);
                }

                matrices.Add(Pack(group, format, pool, choice));
            }
        }
        catch
        {
            matrices.ForEach(matrix => matrix.Dispose());
            throw;
        }

        return matrices.Count == 1 ? matrices[0] : new ConcatenatedMatrix(matrices);
    }

    private static void Check(IReadOnlyList<IWeightRows> parts)
    {
        if (parts.Count == 0)
        {
            throw new ArgumentException("A matrix is made of one part at least.", nameof(parts));
        }

        foreach (var part in parts)
        {
            ArgumentNullException.ThrowIfNull(part, nameof(parts));
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(part.Rows, nameof(parts));
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(part.Columns, nameof(parts));
            if (part.Columns != parts[0].Columns)
            {
                throw new ArgumentException(
                    $"All parts have the same columns; there are {parts[0].Columns} and {part.Columns}.",
                    nameof(parts));
            }
        }
    }

    private static PanelFormat Choose(WeightFormat stored, WeightPrecision precision)
    {
        var isFloat = stored is WeightFormat.F32 or WeightFormat.F16 or WeightFormat.BF16;
        return precision switch
        {
            WeightPrecision.Auto => isFloat ? ChooseFloat(stored) : ChooseBlocks(stored, Bytes),
            WeightPrecision.None => ChooseFloat(stored),
            WeightPrecision.Q8 => ChooseBlocks(stored, Bytes),
            WeightPrecision.Q4 => ChooseBlocks(stored, RaisedNibbles),
            _ => throw new ArgumentOutOfRangeException(nameof(precision)),
        };
    }

    private static PanelFormat ChooseFloat(WeightFormat stored) => stored switch
    {
        WeightFormat.BF16 => Brain,
        WeightFormat.F16 => Half,
        _ => Single,
    };

    private static PanelFormat ChooseBlocks(WeightFormat stored, PanelFormat others) => stored switch
    {
        WeightFormat.Q4_0 => CenteredNibbles,
        WeightFormat.Q4_1 or WeightFormat.Q4_K => RaisedNibbles,
        _ => others,
    };

    private static PanelMatrix Pack(
        List<IWeightRows> parts,
        PanelFormat format,
        ComputePool pool,
        KernelChoice choice)
    {
        var rows = 0;
        foreach (var part in parts)
        {
            rows = checked(rows + part.Rows);
        }

        var columns = parts[0].Columns;
        var memory = new NativeBuffer(checked(format.GetPanelBytes(columns) * (nuint)Panels.Count(rows)));
        try
        {
            var failed = new PanelPacker(parts, format, memory.Pointer, rows).Pack(pool);
            if (failed < 0)
            {
                return new PanelMatrix(rows, columns, format, memory, choice);
            }

            memory.Dispose();
            return format == Half
                ? Pack(parts, Single, pool, choice)
                : throw new InvalidDataException($"Row {failed} holds a number that {format.Format} cannot hold.");
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }
}
