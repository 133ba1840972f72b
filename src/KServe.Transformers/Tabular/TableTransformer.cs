using System.Buffers;
using KServe.Transformers.Tabular;

namespace KServe.Transformers;

/// <summary>Selects, renames, orders and encodes the columns that clients send for a model.</summary>
/// <remarks>Safe for concurrent use.</remarks>
/// <param name="options">Read when the model loads.</param>
public sealed class TableTransformer(TableOptions options) : Transformer
{
    private TableColumn[] _columns = [];
    private bool[] _isFlat = [];
    private ModelSignature? _signature;

    /// <inheritdoc/>
    public override ModelSignature? Signature => _signature;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public override ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        OptionChecks.Require(
            options.DataType is TensorDataType.FP32 or TensorDataType.FP64,
            nameof(options.DataType),
            "FP32 or FP64 was expected");
        OptionChecks.Require(
            options.Columns.Count != 0 && options.Columns.All(static column => column.Name is { Length: > 0 })
                && options.Columns.Select(static column => column.Name).Distinct(StringComparer.Ordinal).Count()
                == options.Columns.Count,
            nameof(options.Columns),
            "columns of different names were expected");
        _columns = [.. options.Columns.Select(column => new TableColumn(column, options.UnknownCategory))];
        _isFlat = [.. _columns.Select(column => context.InnerSignature.FindInput(column.Name) is { Shape.Rank: 1 })];
        _signature = Describe(context.InnerSignature);
        return default;
    }

    /// <inheritdoc/>
    public override ValueTask<InferRequest> PreprocessAsync(InferRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var rows = CountRows(request);
        var following = request.CreateFollowing();
        var scratch = ArrayPool<double>.Shared.Rent(rows);
        try
        {
            Following.CopyRest(request, following);
            Write(request, following, scratch.AsSpan(0, rows));
            return new(following);
        }
        catch
        {
            following.Dispose();
            throw;
        }
        finally
        {
            ArrayPool<double>.Shared.Return(scratch);
        }
    }

    private ModelSignature Describe(ModelSignature inner) => inner with
    {
        // Any type of number and one column more or less: the transformer checks what it reads.
        ChecksInputs = false,
        AcceptsMissingTexts = true,
        MaxBatchSize = 0,
        Inputs =
        [
            .. _columns.DistinctBy(static column => column.From, StringComparer.Ordinal)
                .Select(static column => new TensorMetadata(
                    column.From, column.IsText ? TensorDataType.BYTES : TensorDataType.FP64, [-1])
                {
                    IsOptional = column.IsOptional,
                    AcceptsAnyShape = true,
                }),
        ],
    };

    private int CountRows(InferRequest request)
    {
        InferTensor? first = null;
        foreach (var column in _columns)
        {
            if (request.FindInput(column.From) is not { } tensor)
            {
                continue;
            }

            first ??= tensor;
            if (GetRows(tensor) != GetRows(first))
            {
                throw InferenceException.InvalidArgument(
                    $"input '{tensor.Name}' has {GetRows(tensor)} rows, input '{first.Name}' has {GetRows(first)}");
            }
        }

        return first is null
            ? throw InferenceException.InvalidArgument($"input '{_columns[0].From}' is missing")
            : checked((int)GetRows(first));
    }

    private static long GetRows(InferTensor tensor) => tensor.Shape.Rank == 0 ? 1 : tensor.Shape[0];

    private void Write(InferRequest request, InferRequest following, Span<double> values)
    {
        var total = 0;
        foreach (var column in _columns)
        {
            total += column.Width;
        }

        InferTensor? matrix = null;
        if (options.Output is { } name)
        {
            matrix = InferTensor.Rent(request.Pool, name, options.DataType, [values.Length, total]);
            following.Inputs.Add(matrix);
        }

        var offset = 0;
        for (var i = 0; i < _columns.Length; i++)
        {
            var column = _columns[i];
            column.Read(request.FindInput(column.From), values);
            var target = matrix ?? Add(following, column, _isFlat[i], values.Length);
            var (start, stride) = matrix is null ? (0, column.Width) : (offset, total);
            ColumnWriter.Write(values, column.Width, column.IsOneHot, target, start, stride);
            offset += column.Width;
        }
    }

    private InferTensor Add(InferRequest following, TableColumn column, bool isFlat, int rows)
    {
        TensorShape shape = isFlat && column.Width == 1 ? [rows] : [rows, column.Width];
        var tensor = InferTensor.Rent(following.Pool, column.Name, options.DataType, shape);
        following.Inputs.Add(tensor);
        return tensor;
    }
}
