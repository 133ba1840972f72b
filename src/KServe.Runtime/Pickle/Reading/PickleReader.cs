using KServe.Runtime.Files;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Pickle.Calls;

namespace KServe.Runtime.Pickle.Reading;

/// <summary>Reads a pickle of protocol 0 to 5 as data: it builds descriptions and runs no code at all.</summary>
/// <remarks>
/// The opcodes are those of Python's <c>pickletools</c>. A class is only a name here; a call is one of the few known
/// constructors of plain values, or the description of an object whose class the policy allows. Nothing recurses, and
/// memory stays within a multiple of what was read.
/// </remarks>
internal sealed partial class PickleReader
{
    private const int HighestProtocol = 5;

    private readonly FileSource _source;
    private readonly PicklePolicy _policy;
    private readonly JoblibArrays? _arrays;
    private readonly PickleBudget _budget;
    private readonly PickleStack _stack = new();
    private readonly PickleMemo _memo = new();

    /// <param name="source">The bytes, from the pickle's first one on.</param>
    /// <param name="policy">The classes beyond Python's and numpy's own.</param>
    /// <param name="arrays">Reads the arrays between the opcodes; <see langword="null"/> refuses them.</param>
    /// <param name="budget">Bounds the memory of all pickles of one file.</param>
    public PickleReader(FileSource source, PicklePolicy policy, JoblibArrays? arrays, PickleBudget budget)
    {
        _source = source;
        _policy = policy;
        _arrays = arrays;
        _budget = budget;
    }

    /// <summary>Reads up to the end of the pickle; what follows in the source stays there.</summary>
    /// <exception cref="InvalidDataException">The pickle is damaged, or names what is not supported.</exception>
    public object? Read()
    {
        while (true)
        {
            var opcode = (PickleOpcode)_source.ReadByte();
            if (opcode == PickleOpcode.Stop)
            {
                return PickleLongText.Resolve(_stack.Pop());
            }

            Execute(opcode);
        }
    }

    private void Execute(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.BinGet:
                _stack.Push(_memo.Get(_source.ReadByte()));
                break;
            case PickleOpcode.LongBinGet:
                _stack.Push(_memo.Get(_source.ReadUInt32()));
                break;
            case PickleOpcode.Get:
                _stack.Push(_memo.Get(ReadDecimal()));
                break;
            case PickleOpcode.Memoize:
                _memo.Add(_stack.Peek());
                break;
            case PickleOpcode.BinPut:
                _memo.Set(_source.ReadByte(), _stack.Peek(), _source.Position);
                break;
            case PickleOpcode.LongBinPut:
                _memo.Set(_source.ReadUInt32(), _stack.Peek(), _source.Position);
                break;
            case PickleOpcode.Put:
                _memo.Set(ReadDecimal(), _stack.Peek(), _source.Position);
                break;
            case PickleOpcode.Mark:
                _stack.PushMark();
                break;
            case PickleOpcode.Pop:
                _stack.PopValueOrMark();
                break;
            case PickleOpcode.PopMark:
                _stack.Drop(_stack.PopMark());
                break;
            case PickleOpcode.Dup:
                _stack.Push(_stack.Peek());
                break;
            case PickleOpcode.Proto:
                ReadProtocol();
                break;
            case PickleOpcode.Frame:
                // frames are a hint for readers of sockets: the opcodes inside are the same
                _source.Expect(_source.ReadLength());
                break;
            default:
                if (!ExecuteScalar(opcode) && !ExecuteContainer(opcode) && !ExecuteObject(opcode))
                {
                    throw Unknown(opcode);
                }

                break;
        }
    }

    private void ReadProtocol()
    {
        var protocol = _source.ReadByte();
        if (protocol > HighestProtocol)
        {
            throw new InvalidDataException($"pickle protocol {protocol} is not supported");
        }
    }

    private void Push(object? value, int size)
    {
        _budget.Charge(size, _source.Position);
        _stack.Push(value);
    }

    private static InvalidDataException Unknown(PickleOpcode opcode) => opcode switch
    {
        PickleOpcode.Ext1 or PickleOpcode.Ext2 or PickleOpcode.Ext4 =>
            new("a pickle names a class of the extension registry, which is not supported"),
        PickleOpcode.PersistentId or PickleOpcode.BinPersistentId =>
            new("a pickle names an object outside of itself (a persistent id), which is not supported"),
        PickleOpcode.NextBuffer or PickleOpcode.ReadOnlyBuffer =>
            new("a pickle needs buffers outside of itself, which were not given"),
        _ => new($"this is no pickle, or a damaged one: there is no opcode 0x{(byte)opcode:X2}"),
    };
}
