using System.Buffers.Binary;
using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Neighbors;

/// <summary>The checked arrays of a tree.</summary>
/// <param name="Order">The rows in the order of the leaves.</param>
/// <param name="Nodes">The nodes, level by level; the children of i are 2i + 1 and 2i + 2.</param>
/// <param name="Bounds">The lowest corners or the centres.</param>
/// <param name="Highest">The highest corners of boxes.</param>
internal sealed record NeighborTreeParts(
    int[] Order,
    (int Start, int End, bool IsLeaf, double Radius)[] Nodes,
    Matrix Bounds,
    Matrix? Highest)
{
    /// <summary>Reads the state of a pickled tree: data, order, nodes, bounds, and what does not matter here.</summary>
    /// <exception cref="InvalidDataException">An array is missing or contradicts another.</exception>
    public static NeighborTreeParts Read(SklearnObject source, object?[] state, Matrix rows, bool isBox)
    {
        if (state is not [_, NumpyArray order, NumpyArray nodes, NumpyArray bounds, ..]
            || nodes.Shape.Length != 1
            || bounds.Shape is not [var sides, var boundCount, var columns] || !bounds.IsNumeric
            || sides != (isBox ? 2 : 1) || boundCount != nodes.Count || columns != rows.ColumnCount)
        {
            throw source.Unexpected("_tree", "a tree over the rows");
        }

        var numbers = bounds.ToDoubles();
        var size = nodes.Count * columns;
        var result = new NeighborTreeParts(
            ReadOrder(source, order, rows.RowCount),
            ReadNodes(source, nodes),
            new Matrix(numbers[..size], nodes.Count, columns),
            isBox ? new Matrix(numbers[size..], nodes.Count, columns) : null);
        result.Check(source, rows.RowCount);
        return result;
    }

    private static int[] ReadOrder(SklearnObject source, NumpyArray array, int count)
    {
        var seen = new bool[count];
        var values = array.ToIntegers();
        if (values.Length != count)
        {
            throw source.Unexpected("_tree", $"an order of {count} rows");
        }

        foreach (var value in values)
        {
            if (value < 0 || value >= count || seen[value])
            {
                throw source.Unexpected("_tree", "each row once in the order");
            }

            seen[value] = true;
        }

        return Array.ConvertAll(values, static value => (int)value);
    }

    private static (int Start, int End, bool IsLeaf, double Radius)[] ReadNodes(
        SklearnObject source, NumpyArray array)
    {
        var start = GetOffset(source, array.Type, "idx_start", NumpyKind.Signed);
        var end = GetOffset(source, array.Type, "idx_end", NumpyKind.Signed);
        var leaf = GetOffset(source, array.Type, "is_leaf", NumpyKind.Signed);
        var radius = GetOffset(source, array.Type, "radius", NumpyKind.Float);
        var result = new (int, int, bool, double)[array.Count];
        for (var i = 0; i < result.Length; i++)
        {
            var item = array.Data.Span.Slice(i * array.Type.ItemSize, array.Type.ItemSize);
            result[i] = (
                (int)Math.Clamp(BinaryPrimitives.ReadInt64LittleEndian(item[start..]), -1, int.MaxValue),
                (int)Math.Clamp(BinaryPrimitives.ReadInt64LittleEndian(item[end..]), -1, int.MaxValue),
                BinaryPrimitives.ReadInt64LittleEndian(item[leaf..]) != 0,
                BinaryPrimitives.ReadDoubleLittleEndian(item[radius..]));
        }

        return result;
    }

    private static int GetOffset(SklearnObject source, NumpyType type, string name, NumpyKind kind)
    {
        foreach (var field in type.Fields)
        {
            if (field.Name == name && field.Type.Kind == kind && field.Type.ItemSize == 8 && !field.Type.IsBigEndian
                && field.Offset >= 0 && field.Offset + 8 <= type.ItemSize)
            {
                return field.Offset;
            }
        }

        throw source.Unexpected("_tree", $"nodes with the field {name}");
    }

    // Children divide the rows of their parent, so that every row is met once and the walk ends.
    private void Check(SklearnObject source, int rowCount)
    {
        if (Nodes.Length == 0 || Nodes[0].Start != 0 || Nodes[0].End != rowCount)
        {
            throw source.Unexpected("_tree", "a root over all rows");
        }

        for (var i = 0; i < Nodes.Length; i++)
        {
            var node = Nodes[i];
            if (node.IsLeaf)
            {
                continue;
            }

            var left = 2L * i + 1;
            if (left + 1 >= Nodes.Length
                || Nodes[left].Start != node.Start
                || Nodes[left].End < node.Start
                || Nodes[left].End != Nodes[left + 1].Start
                || Nodes[left + 1].End != node.End
                || Nodes[left + 1].Start > node.End)
            {
                throw source.Unexpected("_tree", "two children that divide their parent's rows");
            }
        }
    }
}
