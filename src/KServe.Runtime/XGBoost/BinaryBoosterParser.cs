using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using KServe.Runtime.Files;

namespace KServe.Runtime.XGBoost;

/// <summary>Reads a booster from the binary format that XGBoost wrote up to 2.x, with or without its mark.</summary>
/// <remarks>
/// The file is the memory of C structures one after the other, little-endian: the parameters of the learner (136
/// bytes),
/// two names, the booster, attributes. It holds neither categorical splits nor feature names.
/// </remarks>
internal sealed class BinaryBoosterParser(ByteSource source, CancellationToken cancellationToken)
{
    private const int LearnerBytes = 136;
    private const int TreeModelBytes = 160;
    private const int LinearModelBytes = 136;
    private const int TreeBytes = 148;
    private const int NodeBytes = 20;
    private const int StatisticBytes = 16;

    /// <summary>The highest bit of a split's feature tells the default direction.</summary>
    private const uint DefaultLeftBit = 1u << 31;

    private readonly BoosterFile _file = new();
    private readonly TreeArrays _arrays = new(new SetBudget(0));

    public BoosterFile Read()
    {
        source.Require(4);
        if (source.Window.StartsWith("binf"u8))
        {
            source.Advance(4);
        }

        var hasAttributes = ReadLearner();
        _file.Objective = ReadText("the name of the objective");
        _file.Booster = ReadText("the name of the booster");
        switch (_file.Booster)
        {
            case "gbtree":
                ReadTrees();
                break;
            case "dart":
                ReadTrees();
                if (_file.Trees.Count > 0)
                {
                    ReadSingles(_file.TreeWeights);
                }

                break;
            case "gblinear":
                source.Skip(LinearModelBytes);
                ReadSingles(_file.LinearWeights);
                break;
            default:
                throw new InvalidDataException($"unknown booster '{Show.Text(_file.Booster)}'");
        }

        if (hasAttributes)
        {
            ReadAttributes();
        }

        return _file;
    }

    private bool ReadLearner()
    {
        source.Require(LearnerBytes);
        var bytes = source.Window;
        _file.BaseScore = [BinaryPrimitives.ReadSingleLittleEndian(bytes)];
        if (!float.IsFinite(_file.BaseScore[0]))
        {
            throw new InvalidDataException("base_score is not finite: the file is no XGBoost model");
        }

        _file.FeatureCount = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        _file.ClassCount = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        var hasAttributes = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]) != 0;
        var major = BinaryPrimitives.ReadInt32LittleEndian(bytes[20..]);
        var minor = BinaryPrimitives.ReadInt32LittleEndian(bytes[24..]);
        _file.Version = new Version(Math.Max(0, major), Math.Max(0, minor));
        _file.IsBaseMargin = major < 1;
        _file.TargetCount = Math.Max(1, BinaryPrimitives.ReadUInt32LittleEndian(bytes[28..]));
        source.Advance(LearnerBytes);
        return hasAttributes;
    }

    private void ReadTrees()
    {
        source.Require(TreeModelBytes);
        var count = BinaryPrimitives.ReadInt32LittleEndian(source.Window);
        _file.DeclaredTreeCount = count;
        _file.ParallelTreeCount = BinaryPrimitives.ReadInt32LittleEndian(source.Window[4..]);
        source.Advance(TreeModelBytes);
        RequireRoom(count, TreeBytes + NodeBytes + StatisticBytes, "trees");
        for (var i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                _file.Trees.Add(ReadTree());
            }
            catch (InvalidDataException error)
            {
                throw new InvalidDataException($"tree {i}: {error.Message}", error);
            }
        }

        CollectionsMarshal.SetCount(_file.TreeGroups, count);
        ReadWords(CollectionsMarshal.AsSpan(_file.TreeGroups));
    }

    private BoosterTree ReadTree()
    {
        source.Require(TreeBytes);
        var count = BinaryPrimitives.ReadInt32LittleEndian(source.Window[4..]);
        source.Advance(TreeBytes);
        RequireRoom(count, NodeBytes + StatisticBytes, "nodes");
        _arrays.Clear();
        _arrays.NodeCount = count;
        for (var i = 0; i < count; i++)
        {
            source.Require(NodeBytes);
            var node = source.Window;
            var split = BinaryPrimitives.ReadUInt32LittleEndian(node[12..]);
            _arrays.Left.Add(BinaryPrimitives.ReadInt32LittleEndian(node[4..]));
            _arrays.Right.Add(BinaryPrimitives.ReadInt32LittleEndian(node[8..]));
            _arrays.SplitIndices.Add((int)(split & ~DefaultLeftBit));
            _arrays.DefaultLeft.Add((split & DefaultLeftBit) != 0 ? 1 : 0);
            _arrays.Conditions.Add(BinaryPrimitives.ReadSingleLittleEndian(node[16..]));
            source.Advance(NodeBytes);
        }

        for (var i = 0; i < count; i++)
        {
            source.Require(StatisticBytes);
            _arrays.Covers.Add(BinaryPrimitives.ReadSingleLittleEndian(source.Window[4..]));
            source.Advance(StatisticBytes);
        }

        return _arrays.Build();
    }

    private void ReadAttributes()
    {
        var count = ReadCount(2 * sizeof(ulong), "attributes");
        for (var i = 0; i < count; i++)
        {
            var name = ReadText("the name of an attribute");
            _file.Attributes[name] = ReadText("an attribute");
        }
    }

    private void ReadSingles(List<float> values)
    {
        CollectionsMarshal.SetCount(values, ReadCount(sizeof(float), "weights"));
        ReadWords(MemoryMarshal.Cast<float, int>(CollectionsMarshal.AsSpan(values)));
    }

    private void ReadWords(Span<int> words)
    {
        source.ReadExactly(MemoryMarshal.AsBytes(words));
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(words, words);
        }
    }

    private string ReadText(string what)
    {
        var bytes = new byte[ReadCount(1, what)];
        source.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    private int ReadCount(int itemBytes, string what)
    {
        source.Require(sizeof(ulong));
        var count = BinaryPrimitives.ReadUInt64LittleEndian(source.Window);
        source.Advance(sizeof(ulong));
        if (count > (ulong)(source.Remaining / itemBytes) || count > int.MaxValue)
        {
            throw new InvalidDataException($"{what}: the file declares {count} items and has no room for them");
        }

        return (int)count;
    }

    private void RequireRoom(int count, int itemBytes, string what)
    {
        if (count < 0 || (long)count * itemBytes > source.Remaining)
        {
            throw new InvalidDataException($"the file declares {count} {what} and has no room for them");
        }
    }
}
