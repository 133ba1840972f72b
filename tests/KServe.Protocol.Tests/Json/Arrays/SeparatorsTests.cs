namespace KServe.Protocol.Tests;

public sealed class SeparatorsTests
{
    [Fact]
    [Trait(RegisterLadderTests.Trait, RegisterLadderTests.Value)]
    public void Find_AnyPlaceOfAnyText_MarksCommasAndClosingBrackets()
    {
        var random = new Random(3);
        for (var length = 1; length < 200; length++)
        {
            var text = new byte[length];
            random.NextBytes(text);
            foreach (ref var character in text.AsSpan())
            {
                character = random.Next(3) == 0 ? ",]\\-+["u8[random.Next(6)] : character;
            }

            for (var at = 0; at < length; at++)
            {
                var expected = 0UL;
                for (var i = at; i < Math.Min(length, at + Separators.Block); i++)
                {
                    expected |= text[i] is (byte)',' or (byte)']' ? 1UL << (i - at) : 0;
                }

                Assert.Equal(expected, Separators.Find(text, at));
            }
        }
    }
}
