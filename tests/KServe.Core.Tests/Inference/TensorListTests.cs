namespace KServe.Core.Tests.Inference;

public sealed class TensorListTests
{
    [Fact]
    public void EveryOperation_RandomSequence_MatchesAList()
    {
        var random = new Random(7);
        var expected = new List<InferTensor>();
        var actual = new TensorList();
        for (var i = 0; i < 20_000; i++)
        {
            var tensor = InferTensor.Create<int>($"t{i}", [1], i);
            var index = expected.Count == 0 ? 0 : random.Next(expected.Count);
            switch (random.Next(expected.Count > 6 ? 6 : 4))
            {
                case 0:
                    expected.Add(tensor);
                    actual.Add(tensor);
                    break;
                case 1:
                    expected.Insert(index, tensor);
                    actual.Insert(index, tensor);
                    break;
                case 2 when expected.Count > 0:
                    expected[index] = tensor;
                    actual[index] = tensor;
                    break;
                case 4:
                    Assert.Equal(expected.Remove(expected[index]), actual.Remove(actual[index]));
                    break;
                case 5:
                    expected.RemoveAt(index);
                    actual.RemoveAt(index);
                    break;
                default:
                    Assert.False(actual.Remove(tensor));
                    break;
            }

            Assert.Equal(expected, actual);
        }

        Assert.Same(expected[^1], actual.Find(expected[^1].Name));
        Assert.Null(actual.Find("none"));
        actual.Clear();
        Assert.Empty(actual);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void Indexer_OutsideTheList_Throws(int index)
    {
        var list = new TensorList { InferTensor.Create<int>("a", [1], 1), InferTensor.Create<int>("b", [1], 2) };
        Assert.Throws<ArgumentOutOfRangeException>(() => list[index]);
        Assert.Throws<ArgumentOutOfRangeException>(() => list.RemoveAt(index));
        Assert.Throws<ArgumentOutOfRangeException>(() => list[index] = list[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TensorList()[0]);
    }
}
