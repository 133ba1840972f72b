using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Pickle.Calls;

namespace KServe.Runtime.Pickle.Reading;

/// <summary>Classes, calls and states.</summary>
internal sealed partial class PickleReader
{
    private const int InstanceSize = 120;
    private const int LongestName = 512;

    private bool ExecuteObject(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Global:
                Push(ReadClass(), InstanceSize);
                return true;
            case PickleOpcode.StackGlobal:
                PushStackGlobal();
                return true;
            case PickleOpcode.Inst:
                var named = ReadClass();
                PushCall(named, PopArguments(_stack.PopMark()));
                return true;
            case PickleOpcode.Obj:
                PushObj();
                return true;
            case PickleOpcode.NewObj or PickleOpcode.Reduce:
                var arguments = _stack.Pop() as object?[] ?? throw NotTuple();
                PushCall(_stack.Pop(), arguments);
                return true;
            case PickleOpcode.NewObjEx:
                PushNewObjEx();
                return true;
            case PickleOpcode.Build:
                Build(PickleLongText.Resolve(_stack.Pop()));
                return true;
            default:
                return false;
        }
    }

    private PickleClass ReadClass()
    {
        var module = PickleText.Decode(TrimLine(_source.ReadLine(ShortLine)));
        return CheckClass(module, PickleText.Decode(TrimLine(_source.ReadLine(ShortLine))));
    }

    private void PushStackGlobal()
    {
        if (_stack.Pop() is not string name || _stack.Pop() is not string module)
        {
            throw new InvalidDataException("a pickle names a class with something else than texts");
        }

        Push(CheckClass(module, name), InstanceSize);
    }

    private PickleClass CheckClass(string module, string name)
    {
        if (module.Length > LongestName || name.Length > LongestName)
        {
            throw new InvalidDataException("a pickle names a class with a text that is too long");
        }

        var type = new PickleClass(module, name);
        return PickleCalls.IsKnown(type) || PickleNames.IsOpaque(type) || PickleNames.IsType(type) || _policy(type)
            ? type
            : throw NotSupported(type);
    }

    private void PushObj()
    {
        var count = _stack.PopMark();
        if (count == 0)
        {
            throw new InvalidDataException("a pickle makes an object without a class");
        }

        var arguments = PopArguments(count - 1);
        PushCall(_stack.Pop(), arguments);
    }

    private void PushNewObjEx()
    {
        var keywords = _stack.Pop() as PickleDictionary ?? throw NotTuple();
        var arguments = _stack.Pop() as object?[] ?? throw NotTuple();
        var type = _stack.Pop();
        if (keywords.Count == 0)
        {
            PushCall(type, arguments);
            return;
        }

        Push(new PickleInstance(CheckDescribable(type), arguments) { Keywords = keywords }, InstanceSize);
    }

    private object?[] PopArguments(int count)
    {
        var arguments = _stack.Top(count).ToArray();
        ResolveTexts(arguments);
        _stack.Drop(count);
        return arguments;
    }

    /// <summary>Pushes what a call is known to give, or else its description.</summary>
    private void PushCall(object? callable, object?[] arguments)
    {
        _budget.Charge(PickleCalls.GetWork(arguments), _source.Position);
        if (callable is PickleClass known && PickleCalls.TryCall(known, arguments, out var value))
        {
            Push(value, InstanceSize);
            return;
        }

        var type = CheckDescribable(callable);
        var result = CythonCalls.TryDescribe(type, arguments) ?? new PickleInstance(type, arguments);
        Push(result, InstanceSize);
    }

    private PickleClass CheckDescribable(object? callable)
    {
        if (callable is not PickleClass type)
        {
            throw new InvalidDataException("a pickle calls something that is no class");
        }

        return !PickleCalls.IsKnown(type) && (PickleNames.IsOpaque(type) || _policy(type))
            ? type
            : throw new InvalidDataException($"a call of '{type}' is not supported");
    }

    private void Build(object? state)
    {
        switch (_stack.Peek())
        {
            case PickleInstance instance when JoblibArrays.IsPlaceholder(instance.Type):
                PickleState.Apply(instance, state);
                _stack.ReplaceTop((_arrays ?? throw NotSupported(instance.Type)).Read(instance));
                _budget.Charge(InstanceSize, _source.Position);
                break;
            case PickleInstance instance:
                _budget.Charge(PickleState.Apply(instance, state), _source.Position);
                break;
            case NumpyArray array:
                NumpyArrayState.Apply(array, state);
                _budget.Charge(InstanceSize + array.Data.Length + (array.Objects.Count * ItemSize), _source.Position);
                break;
            case PickleDtype type:
                type.Type = NumpyTypeState.Apply(type.Type, state);
                _budget.Charge(InstanceSize + (type.Type.Fields.Count * ContainerSize), _source.Position);
                break;
            default:
                throw new InvalidDataException("a pickle gives a state to a value that has none");
        }
    }

    private static InvalidDataException NotTuple() => new("a pickle makes an object without a tuple of arguments");

    private static InvalidDataException NotSupported(PickleClass type) =>
        new($"the class '{type}' is not supported");
}
