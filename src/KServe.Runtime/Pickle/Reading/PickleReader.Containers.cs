using KServe.Runtime.Pickle.Calls;

namespace KServe.Runtime.Pickle.Reading;

/// <summary>Tuples, lists, dictionaries and sets.</summary>
internal sealed partial class PickleReader
{
    private const int ContainerSize = 56;
    private const int ItemSize = 8;

    private static readonly object?[] EmptyTuple = [];

    private bool ExecuteContainer(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.EmptyTuple:
                _stack.Push(EmptyTuple);
                return true;
            case PickleOpcode.Tuple1:
                PushTuple(1);
                return true;
            case PickleOpcode.Tuple2:
                PushTuple(2);
                return true;
            case PickleOpcode.Tuple3:
                PushTuple(3);
                return true;
            case PickleOpcode.Tuple:
                PushTuple(_stack.PopMark());
                return true;
            case PickleOpcode.EmptyList:
                Push(new List<object?>(), ContainerSize);
                return true;
            case PickleOpcode.EmptyDict:
                Push(new PickleDictionary(), ContainerSize);
                return true;
            case PickleOpcode.EmptySet:
                Push(new PickleSet(), ContainerSize);
                return true;
            case PickleOpcode.List or PickleOpcode.Dict or PickleOpcode.FrozenSet:
                PushFilled(opcode);
                return true;
            case PickleOpcode.Append:
                AddItems(opcode, 1);
                return true;
            case PickleOpcode.SetItem:
                AddItems(opcode, 2);
                return true;
            case PickleOpcode.Appends or PickleOpcode.SetItems or PickleOpcode.AddItems:
                AddItems(opcode, _stack.PopMark());
                return true;
            default:
                return false;
        }
    }

    private void PushTuple(int count)
    {
        var items = _stack.Top(count).ToArray();
        if (!PickleCalls.IsEncode(_stack.Under(count)))
        {
            ResolveTexts(items);
        }

        _stack.Drop(count);
        Push(items, ContainerSize + (count * ItemSize));
    }

    private void PushFilled(PickleOpcode opcode)
    {
        var count = _stack.PopMark();
        object container = opcode switch
        {
            PickleOpcode.List => new List<object?>(count),
            PickleOpcode.Dict => new PickleDictionary(),
            _ => new PickleSet(),
        };
        Fill(container, _stack.Top(count), opcode == PickleOpcode.FrozenSet ? PickleOpcode.AddItems : opcode);
        _stack.Drop(count);
        Push(container, ContainerSize);
    }

    private void AddItems(PickleOpcode opcode, int count)
    {
        var items = _stack.Top(count);
        var container = _stack.Under(count)
            ?? throw new InvalidDataException("a pickle adds items to nothing");
        Fill(container, items, opcode);
        _stack.Drop(count);
    }

    private void Fill(object container, ReadOnlySpan<object?> items, PickleOpcode opcode)
    {
        _budget.Charge(items.Length * 2 * ItemSize, _source.Position);
        switch (container, opcode)
        {
            case (List<object?> list, PickleOpcode.Append or PickleOpcode.Appends or PickleOpcode.List):
                AddTo(list, items);
                break;
            case (PickleInstance instance, PickleOpcode.Append or PickleOpcode.Appends):
                AddTo(instance.Elements, items);
                break;
            case (PickleSet set, PickleOpcode.AddItems):
                AddTo(set.Items, items);
                break;
            case (PickleDictionary dictionary, PickleOpcode.SetItem or PickleOpcode.SetItems or PickleOpcode.Dict):
                AddTo(dictionary, items);
                break;
            case (PickleInstance instance, PickleOpcode.SetItem or PickleOpcode.SetItems):
                AddTo(instance.Entries, items);
                break;
            default:
                throw new InvalidDataException("a pickle adds items to a value that takes none");
        }
    }

    private static void AddTo(List<object?> list, ReadOnlySpan<object?> items)
    {
        foreach (var item in items)
        {
            list.Add(PickleLongText.Resolve(item));
        }
    }

    private void AddTo(PickleDictionary dictionary, ReadOnlySpan<object?> items)
    {
        if (items.Length % 2 != 0)
        {
            throw new InvalidDataException("a dictionary of a pickle has a key without a value");
        }

        for (var i = 0; i < items.Length; i += 2)
        {
            var key = PickleLongText.Resolve(items[i]);
            _budget.Charge(PickleDictionary.GetWeight(key), _source.Position);
            dictionary.Set(key, PickleLongText.Resolve(items[i + 1]));
        }
    }

    private static void ResolveTexts(Span<object?> items)
    {
        foreach (ref var item in items)
        {
            item = PickleLongText.Resolve(item);
        }
    }
}
