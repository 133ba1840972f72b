using System.Collections.Immutable;
using System.Runtime.InteropServices;
using KServe.Kernels.Linear;

namespace KServe.Runtime.Generative.Weights;

/// <summary>Turns what a file says of a tensor into one that can be read, and undoes what its writer changed.</summary>
internal static class TensorOpener
{
    private const int MaxColumns = 1 << 28;

    /// <exception cref="InferenceException">The format is not supported, or a dimension is too large.</exception>
    public static WeightTensor Open(string name, StoredTensor stored)
    {
        var format = stored.Format
            ?? throw Error(name, stored, $"has the type {stored.TypeName}, which is not supported");
        var shape = Shape(name, stored);
        if (shape.Length > 1)
        {
            return new WeightTensor(
                name, stored.Source, stored.Offset, format, shape, Order(name, stored, shape[0]));
        }

        var vector = new WeightTensor(name, stored.Source, stored.Offset, format, shape);
        return stored.InterleavedHeads > 0 || stored.HeadsByKind > 0 || stored.HasAddedOne
            ? Undo(name, stored, vector)
            : vector;
    }

    private static ImmutableArray<int> Shape(string name, StoredTensor stored)
    {
        var sizes = ImmutableArray.CreateBuilder<int>(stored.Shape.Length);
        var rows = 1L;
        for (var i = 0; i < stored.Shape.Length; i++)
        {
            var size = stored.Shape[i];
            var isLast = i == stored.Shape.Length - 1;
            rows = isLast ? rows : rows * size;
            if (size > (isLast ? MaxColumns : int.MaxValue) || rows > int.MaxValue)
            {
                throw Error(name, stored, "has a dimension that is too large");
            }

            sizes.Add((int)size);
        }

        return sizes.MoveToImmutable();
    }

    private static RowOrder Order(string name, StoredTensor stored, int rows)
    {
        const int QueryKeyValue = 3;
        var (heads, kinds, unit) = stored.HeadsByKind > 0
            ? (stored.HeadsByKind, QueryKeyValue, QueryKeyValue)
            : (stored.InterleavedHeads, 1, 2);
        if (heads == 0)
        {
            return default;
        }

        return rows % ((long)unit * heads) == 0
            ? new RowOrder(heads, rows / (heads * kinds), kinds)
            : throw Error(name, stored, $"has {rows} rows, which {heads} heads cannot share");
    }

    private static WeightTensor Undo(string name, StoredTensor stored, WeightTensor vector)
    {
        var numbers = vector.ToArray();
        if (stored.HasAddedOne)
        {
            for (var i = 0; i < numbers.Length; i++)
            {
                numbers[i] -= 1;
            }
        }

        var order = Order(name, stored, numbers.Length);
        if (!order.IsSame)
        {
            var moved = numbers;
            numbers = new float[moved.Length];
            for (var i = 0; i < numbers.Length; i++)
            {
                numbers[i] = moved[order.Find(i)];
            }
        }

        var content = MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray();
        return new WeightTensor(
            name, new MemorySource(stored.Source.Name, content), 0, WeightFormat.F32, vector.Shape);
    }

    private static InferenceException Error(string name, StoredTensor stored, string reason) =>
        WeightErrors.Create(stored.Source.Name, $"tensor {WeightErrors.Show(name)} {reason}");
}
