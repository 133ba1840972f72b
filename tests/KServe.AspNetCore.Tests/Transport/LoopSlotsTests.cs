using KServe.AspNetCore.Transport;

namespace KServe.AspNetCore.Tests.Transport;

public sealed class LoopSlotsTests
{
    [Fact]
    public void AddAndRemove_ManyClients_FindsEachByItsSlot()
    {
        var slots = new LoopSlots();
        var clients = new Dictionary<int, Client>();
        var random = new Random(11);
        for (var i = 0; i < 5000; i++)
        {
            if (clients.Count > 0 && random.Next(3) == 0)
            {
                var slot = clients.Keys.ElementAt(random.Next(clients.Count));
                slots.Remove(slot);
                clients.Remove(slot);
                Assert.Null(slots.Find(slot));
            }
            else
            {
                var client = new Client();
                clients.Add(slots.Add(client), client);
            }
        }

        Assert.Equal(clients.Count, slots.Count);
        Assert.All(clients, pair => Assert.Same(pair.Value, slots.Find(pair.Key)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1_000_000)]
    public void Find_NoSuchSlot_IsNull(int slot) => Assert.Null(new LoopSlots().Find(slot));

    private sealed class Client : ILoopClient
    {
        public void OnReady(EpollEvents events)
        {
        }
    }
}
