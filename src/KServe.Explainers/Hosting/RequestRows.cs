using System.Buffers;

namespace KServe.Explainers;

/// <summary>The rows of a request as numbers, and the way back to tensors of the client's form.</summary>
/// <remarks>
/// A request is one matrix, whose columns go by position, or one tensor for each column, which go by name. Texts become
/// positions among the labels of their column: first those of the background, then new ones.
/// </remarks>
internal sealed class RequestRows
{
    public const int MaxColumns = 65_536;
    private const int MaxValues = 64 << 20;

    private readonly List<InputColumns> _blocks = [];
    private readonly bool _keepsTypes;

    private RequestRows(InferRequest request, bool keepsTypes)
    {
        _keepsTypes = keepsTypes;
        long rowCount = -1;
        foreach (var input in request.Inputs)
        {
            var block = InputColumns.Create(input, ColumnCount);
            _blocks.Add(block);
            ColumnCount += block.Width;
            rowCount = rowCount < 0 || rowCount == input.Shape[0]
                ? input.Shape[0]
                : throw InferenceException.InvalidArgument(
                    $"input '{input.Name}' has {input.Shape[0]} rows, other inputs have {rowCount}");
        }

        if (rowCount < 0 || ColumnCount > MaxColumns || rowCount * ColumnCount > MaxValues)
        {
            throw InferenceException.InvalidArgument(
                $"the request has {_blocks.Count} inputs with {ColumnCount} columns, 1 to {MaxColumns} were expected "
                + $"with at most {MaxValues} values");
        }

        RowCount = (int)rowCount;
        Values = new double[RowCount * ColumnCount];
        AreWhole = new bool[ColumnCount];
        Labels = new IReadOnlyList<string>?[ColumnCount];
        Names = new string[ColumnCount];
        BackgroundColumns = new int[ColumnCount];
    }

    public int RowCount { get; }

    public int ColumnCount { get; }

    /// <summary>Gets the values, row-major.</summary>
    public double[] Values { get; }

    public string[] Names { get; }

    /// <summary>Gets for each column whether its type has whole numbers alone.</summary>
    public bool[] AreWhole { get; }

    /// <summary>Gets for each column of texts what its numbers stand for.</summary>
    public IReadOnlyList<string>?[] Labels { get; }

    /// <summary>Gets for each column where it is in the background; without one, its own position.</summary>
    public int[] BackgroundColumns { get; }

    /// <summary>Gets whether columns have names of their own, from the client.</summary>
    public bool HasNames => _blocks.Count > 1;

    public static RequestRows Read(InferRequest request, RowSchema schema)
    {
        var rows = new RequestRows(request, schema.KeepsTypes);
        rows.NameColumns(schema);
        rows.FindBackground(schema.Background);
        foreach (var block in rows._blocks)
        {
            rows.ReadBlock(block, schema.Background);
        }

        return rows;
    }

    /// <summary>Makes inputs for other rows of the same columns.</summary>
    public void AddInputs(InferRequest request, ReadOnlySpan<double> rows, int rowCount)
    {
        var scratch = ArrayPool<double>.Shared.Rent(Math.Max(1, rows.Length));
        try
        {
            foreach (var block in _blocks)
            {
                var values = scratch.AsSpan(0, rowCount * block.Width);
                for (var r = 0; r < rowCount; r++)
                {
                    rows.Slice(r * ColumnCount + block.Start, block.Width).CopyTo(values[(r * block.Width)..]);
                }

                request.Inputs.Add(Write(block, request.Pool, values, rowCount));
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(scratch);
        }
    }

    /// <summary>Makes a table of the rows.</summary>
    public FeatureTable ToTable() => new(RowCount, ColumnCount, Values, Names, Labels);

    private void NameColumns(RowSchema schema)
    {
        foreach (var block in _blocks)
        {
            for (var c = 0; c < block.Width; c++)
            {
                Names[block.Start + c] = !HasNames ? FeatureNaming.Get(schema.Names, c)
                    : block.Width == 1 ? block.Input.Name
                    : $"{block.Input.Name}[{c}]";
            }
        }
    }

    private void FindBackground(FeatureTable? background)
    {
        if (background is not null && !HasNames && background.ColumnCount != ColumnCount)
        {
            throw InferenceException.InvalidArgument(
                $"input '{_blocks[0].Input.Name}' has {ColumnCount} features, the background data has "
                + $"{background.ColumnCount}");
        }

        for (var c = 0; c < ColumnCount; c++)
        {
            var found = background?.ColumnNames is not null && HasNames ? background.FindColumn(Names[c]) : c;
            BackgroundColumns[c] = found >= 0 && (background is null || found < background.ColumnCount)
                ? found
                : throw InferenceException.InvalidArgument($"input '{Names[c]}' is not in the background data");
        }
    }

    private void ReadBlock(InputColumns block, FeatureTable? background)
    {
        var isText = block.Input.DataType == TensorDataType.BYTES;
        for (var c = block.Start; c < block.Start + block.Width; c++)
        {
            AreWhole[c] = !isText && !TensorNumbers.IsFloat(GetWrittenType(block));
            if (background is not null && background.GetLabels(BackgroundColumns[c]) is null == isText)
            {
                throw InferenceException.InvalidArgument(
                    $"input '{Names[c]}' holds {(isText ? "texts" : "numbers")}, the background data holds "
                    + $"{(isText ? "numbers" : "texts")}");
            }
        }

        var values = isText ? ReadTexts(block, background) : ReadNumbers(block);
        for (var r = 0; r < RowCount; r++)
        {
            values.AsSpan(r * block.Width, block.Width).CopyTo(Values.AsSpan(r * ColumnCount + block.Start));
        }
    }

    private double[] ReadNumbers(InputColumns block)
    {
        var values = new double[RowCount * block.Width];
        TensorNumbers.Read(block.Input, values);
        return values;
    }

    private double[] ReadTexts(InputColumns block, FeatureTable? background)
    {
        var sets = new LabelSet[block.Width];
        for (var c = 0; c < sets.Length; c++)
        {
            sets[c] = new LabelSet(background?.GetLabels(BackgroundColumns[block.Start + c]) ?? []);
            Labels[block.Start + c] = sets[c].Labels;
        }

        return [.. block.Input.ToNullableStrings().Select((text, i) => sets[i % sets.Length].GetCode(text))];
    }

    private InferTensor Write(InputColumns block, TensorPool pool, ReadOnlySpan<double> values, int rowCount)
    {
        var (name, shape) = (block.Input.Name, block.GetShape(rowCount));
        if (block.Input.DataType != TensorDataType.BYTES)
        {
            var tensor = InferTensor.Rent(pool, name, GetWrittenType(block), shape);
            TensorNumbers.Write(tensor, values);
            return CopyParameters(block.Input, tensor);
        }

        var texts = new string?[values.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = double.IsNaN(values[i]) ? null : Labels[block.Start + (i % block.Width)]![(int)values[i]];
        }

        return CopyParameters(block.Input, BytesTensor.Rent(pool, name, shape, texts));
    }

    private TensorDataType GetWrittenType(InputColumns block) => block.Input.DataType switch
    {
        TensorDataType.BYTES or TensorDataType.BOOL => block.Input.DataType,
        var type => _keepsTypes || TensorNumbers.IsFloat(type) ? type : TensorDataType.FP64,
    };

    private static InferTensor CopyParameters(InferTensor from, InferTensor to)
    {
        for (var i = 0; from.HasParameters && i < from.Parameters.Count; i++)
        {
            var (name, value) = from.Parameters.At(i);
            if (!string.Equals(name, "binary_data_size", StringComparison.Ordinal))
            {
                to.Parameters[name] = value;
            }
        }

        return to;
    }
}
